import { describe, expect, it } from 'vitest';
import { cleanFileName } from './clean-file-name.js';

describe('the name of a file', () => {
  it.each([
    ['a.txt', 'a.txt'],
    ['Bericht März – Entwurf (2).pdf', 'Bericht März – Entwurf (2).pdf'],
    ['日本語.png', '日本語.png'],
    ['/etc/passwd', 'passwd'],
    ['../../../etc/cron.d/x', 'x'],
    ['C:\\Users\\ada\\a.txt', 'a.txt'],
    ['..\\..\\a.txt', 'a.txt'],
    ['a/', 'file'],
    ['.', 'file'],
    ['..', 'file'],
    ['', 'file'],
    [undefined, 'file'],
    ['.htaccess', 'htaccess'],
    ['...a', 'a'],
    ['a.txt. . ', 'a.txt'],
    ['a\u0000.php.png', 'a_.php.png'],
    ['a\r\nSet-Cookie: x', 'a__Set-Cookie_ x'],
    ['a%0D%0Ab%22.txt', 'a__b_.txt'],
    ['a<b>"c|d?*e:f', 'a_b__c_d__e_f'],
    ['photo\u202egnp.exe', 'photo_gnp.exe'],
    ['a\u200bb', 'a_b'],
    ['a\ud800b', 'a_b'],
    ['nul', '_nul'],
    ['COM1.txt', '_COM1.txt'],
    ['con .txt', '_con .txt'],
    ['COM\u00b9.txt', '_COM\u00b9.txt'],
    ['CONOUT$', '_CONOUT$'],
    ['console.log', 'console.log'],
    ['a \t  b', 'a _ b'],
    ['e\u0301.txt', 'é.txt'],
  ])('%j becomes %j', (sent, cleaned) => {
    expect(cleanFileName(sent)).toBe(cleaned);
  });

  it('takes no time to clean, however it is written', () => {
    const started = performance.now();
    for (let i = 0; i < 200; i += 1) cleanFileName(`x${'.'.repeat(4000)}x`);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it.each([
    ['x'.repeat(1000) + '.jpeg', `${'x'.repeat(195)}.jpeg`],
    ['😀'.repeat(200) + '.png', `${'😀'.repeat(49)}.png`],
    ['x'.repeat(300), 'x'.repeat(200)],
    ['x.' + 'y'.repeat(300), `x.${'y'.repeat(198)}`],
  ])('is cut, and keeps what it ends with', (sent, cleaned) => {
    expect(cleanFileName(sent)).toBe(cleaned);
  });
});
