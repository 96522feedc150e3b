import { expect, it } from 'vitest';
import { readSettings } from './settings.js';

it('needs nothing from the environment', () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    redisUrl: undefined,
    cacheSecret: undefined,
    sessionSecret: undefined,
  });
  expect(settings.databaseFile).toMatch(/desk-api[\\/]desk\.sqlite$/);
  expect(settings.pageFolder).toMatch(/desk-web[\\/]dist$/);
});

it.each(['', ' ', 'http', '-1', '65536', '80.5'])('refuses the port "%s"', (port) => {
  expect(() => readSettings({ PORT: port })).toThrow('Give a number from 0 to 65535');
});
