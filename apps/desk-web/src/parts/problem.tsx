import type { MizanError } from '@mizan/client';
import { useMizan } from '../mizan/index.js';

interface ProblemProps {
  readonly error: MizanError;
  /** Offered when trying once more may help. */
  readonly retry?: () => unknown;
}

/** Says what went wrong, in the place where it went wrong. */
export function Problem({ error, retry }: ProblemProps) {
  const mizan = useMizan();
  const signedOut = error.code === 'UNAUTHORIZED';
  return (
    <div className="problem" role="alert">
      <p>{signedOut ? 'You are no longer signed in.' : messageOf(error)}</p>
      {signedOut && (
        <button type="button" onClick={() => mizan.reset()}>
          Sign in again
        </button>
      )}
      {retry && !signedOut && (
        <button type="button" onClick={() => retry()}>
          Try again
        </button>
      )}
    </div>
  );
}

/** The messages of single fields say more than "the input is not valid". */
function messageOf({ message, details }: MizanError): string {
  const fields = Object.values(details?.fields ?? {}).flat();
  return fields.length > 0 ? fields.join(' ') : message;
}
