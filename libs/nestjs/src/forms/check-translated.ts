import { MizanBootError } from '../errors/index.js';
import type { FormsOptions } from './forms-options.js';

/**
 * That a factory makes of the texts of forms what is said beside it: clients are generated where no factory is called.
 *
 * @throws MizanBootError when they differ
 */
export function checkTranslated(isSaid: boolean, options: FormsOptions | undefined): void {
  const isReturned = typeof options?.translate === 'function';
  if (isReturned === isSaid) return;
  const problem = isReturned
    ? 'its factory returns forms.translate, and `translatedForms` beside it does not say so: generated clients would show texts as they are declared'
    : '`translatedForms` is true, and its factory returns no forms.translate';
  const fix = isReturned
    ? 'Write `translatedForms: true` beside useFactory.'
    : 'Return forms.translate, or leave `translatedForms` beside useFactory out.';
  throw new MizanBootError([{ where: 'MizanModule.forRootAsync', problem, fix }]);
}
