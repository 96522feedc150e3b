import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';

/**
 * Serves the built page beside the API. Every address that a person may have in the address bar is answered
 * with the page itself, which finds out what to show; `/api` and missing files are left alone.
 */
export function servePage(app: NestExpressApplication, folder: string): void {
  app.useStaticAssets(folder, { index: false });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (isPageAddress(request)) response.sendFile(join(folder, 'index.html'), { cacheControl: false }, next);
    else next();
  });
}

function isPageAddress({ method, path, headers }: Request): boolean {
  const asksForPage = (method === 'GET' || method === 'HEAD') && (headers.accept ?? '').includes('text/html');
  return asksForPage && path !== '/api' && !path.startsWith('/api/');
}
