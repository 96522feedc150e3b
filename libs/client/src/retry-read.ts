import { toMizanError } from './mizan-error.js';

/** In milliseconds, between one attempt and the next. */
const pauses = [500, 1000];

/**
 * Sends a read again when no answer came or the server failed: twice, after half a second and after one more second.
 *
 * @throws {MizanError} what the last attempt failed with, or the first that trying again cannot change.
 */
export async function retryRead<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await request();
    } catch (thrown) {
      const error = toMizanError(thrown, signal);
      const passing = error.code === 'NETWORK_ERROR' || error.status >= 500;
      if (!passing || attempt === pauses.length) throw error;
    }
    await new Promise((resume) => {
      setTimeout(resume, pauses[attempt]);
    });
    if (signal.aborted) throw toMizanError(signal.reason, signal);
  }
}
