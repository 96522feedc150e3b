import type { Response } from 'express';

/** Has browsers take a file of a stranger for what its type says, and run nothing of it. */
export function keepHarmless(response: Response): Response {
  return response
    .set('X-Content-Type-Options', 'nosniff')
    .set('Content-Security-Policy', "default-src 'none'; sandbox")
    .set('Cross-Origin-Resource-Policy', 'same-origin');
}
