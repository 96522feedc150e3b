import type { MizanError } from '@mizan/client';
import type { PartProps } from '@mizan/react/forms';
import { Link } from '../page/link.js';
import { SendingBar } from './sending-bar.js';
import { SubmitButton } from './submit-button.js';

/** What forms that show themselves look like in the desk. The same objects at each render, so that nothing renders anew. */
export const formLook = {
  className: 'panel form',
  classNames: { field: 'field', help: 'help', error: 'error', errors: 'problem' },
  texts: { failure: tellFailure },
  slots: { progress: SendingBar, submit: Buttons },
} as const;

function Buttons({ isSubmitting, children }: PartProps['submit']) {
  return (
    <div className="controls">
      <Link className="button quiet" href="/">
        Cancel
      </Link>
      <SubmitButton isSubmitting={isSubmitting}>{children}</SubmitButton>
    </div>
  );
}

function tellFailure({ code, message }: MizanError): string {
  return code === 'UNAUTHORIZED' ? 'You are no longer signed in.' : message;
}
