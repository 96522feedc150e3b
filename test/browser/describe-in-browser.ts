import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { chromiumPath, titled } from '../services.js';

/**
 * Tests that share one Chromium, each with profiles of its own. Where there is none they are skipped, and say so.
 *
 * @param declare gets what gives the browser while the tests run
 */
export function describeInBrowser(title: string, declare: (browser: () => Browser) => void): void {
  const executablePath = chromiumPath();
  describe.skipIf(executablePath === undefined)(
    titled(title, 'chromium', executablePath),
    { timeout: 60_000 },
    () => {
      let browser: Browser | undefined;

      beforeAll(async () => {
        browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
      });

      afterAll(() => browser?.close());

      declare(() => {
        if (!browser) throw new Error('The browser is there in tests only');
        return browser;
      });
    },
  );
}
