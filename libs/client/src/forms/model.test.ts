import { array, asyncProperty, assert, constantFrom, nat, record } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { useManualTime } from '../fixture/clock.js';
import { openModelForm } from '../fixture/model-form.js';

useManualTime();

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 10_000 : 1000;
const timeout = 240_000;

type Page = ReturnType<typeof openModelForm>;
type Word = keyof Page['steps'] | 'wait' | 'pause';

const often: readonly Word[] = ['type', 'type', 'leaveField', 'pause', 'answer', 'answer', 'submit'];
const seldom: readonly Word[] = ['wait', 'cancel', 'fail', 'reset', 'hide', 'show', 'show'];
const steps = (words: readonly Word[]) =>
  array(record({ word: constantFrom(...words), choice: nat(23) }), { maxLength: 50, size: 'max' });

async function take(page: Page, { word, choice }: { readonly word: Word; readonly choice: number }) {
  if (word === 'wait') await vi.advanceTimersByTimeAsync(150);
  else if (word === 'pause') await vi.advanceTimersByTimeAsync(300);
  else page.steps[word](choice);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  page.look();
}

function shown({ form }: Page) {
  const { errors, formErrors, touched, isSubmitting, isValidating, error } = form.getState();
  return {
    errors: Object.fromEntries(Object.entries(errors).map(([path, { code }]) => [path, code])),
    formErrors: formErrors.map(({ code }) => code),
    touched: Object.keys(touched).toSorted(),
    isSubmitting,
    isValidating,
    error: error?.code,
  };
}

/** How many requests of a kind are under way that nobody gave up. */
const wanted = ({ open }: Page, isSubmit: boolean) =>
  open.filter(({ call, only }) => !call.signal?.aborted && (only === undefined) === isSubmit).length;

describe(`any order of events (SEED=${seed})`, { timeout }, () => {
  it.each([{}, { liveFormErrors: true as const }])(
    'shows what was said last of what is there, with %j',
    async (description) => {
      await assert(
        asyncProperty(steps([...often, ...seldom, 'other']), async (taken) => {
          const page = openModelForm(description);
          for (const step of taken) {
            await take(page, step);
            expect(shown(page)).toEqual(page.expected());
            for (const isSubmit of [true, false]) expect(wanted(page, isSubmit)).toBeLessThanOrEqual(1);
          }
          page.steps.hide();
          page.steps.cancel();
          expect(vi.getTimerCount()).toBe(0);
        }),
        { seed, numRuns },
      );
    },
  );

  it.each([{}, { liveFormErrors: true as const }])(
    'comes to rest with the truth, where nobody else changes it, with %j',
    async (description) => {
      await assert(
        // What could not be asked is asked with the next change, or by a submission.
        asyncProperty(steps([...often, ...seldom.filter((word) => word !== 'fail')]), async (taken) => {
          const page = openModelForm(description);
          for (const step of taken) await take(page, step);
          page.steps.show();
          for (let turn = 0; turn < 100; turn += 1) {
            await take(page, { word: 'pause', choice: 0 });
            if (page.open.length === 0) break;
            await take(page, { word: 'answer', choice: turn });
          }
          const { errors, formErrors, isSubmitting, isValidating } = shown(page);
          const truth = page.truth();
          expect({ isSubmitting, isValidating }).toEqual({ isSubmitting: false, isValidating: false });
          expect(errors).toEqual(truth.fields);
          if (formErrors.length > 0) expect(truth.form).toBe(true);
        }),
        { seed, numRuns },
      );
    },
  );
});
