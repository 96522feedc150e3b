/** The same numbers for the same seed: from 0 to 1, without 1. */
export type Random = () => number;

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from');
  return item;
}

/** What a browser, or somebody else, may send in place of what was asked for. */
const oddGroups: readonly (readonly unknown[])[] = [
  [
    '',
    ' ',
    '  ',
    '\t',
    '\n',
    '\u00a0',
    '\ufeff',
    '0',
    '-0',
    '+0',
    '3',
    ' 5 ',
    '\t7\n',
    '007',
    '1e3',
    '0x10',
    '1_000',
  ],
  [
    '.5',
    '5.',
    '+5',
    '--5',
    '1e-7',
    '1.5e-7',
    '1e999',
    'Infinity',
    '-Infinity',
    'NaN',
    'null',
    'undefined',
    '1,5',
  ],
  ['9007199254740991', '9007199254740993', '0.1', '0.30000000000000004', '\u0663', '\uff13'],
  [
    'true',
    'TRUE',
    ' on ',
    'yes',
    'no',
    'off',
    't',
    'F',
    'maybe',
    '[]',
    '{}',
    '["a"]',
    '{"a":1}',
    '"',
    'a\u0000b',
  ],
  [
    '2024-02-29',
    '2023-02-29',
    '2024-02-30',
    '2024-13-01',
    '0000-01-01',
    '9999-12-31',
    '2024-12-31T23:59:60Z',
  ],
  ['2024-01-01T00:00', '2024-01-01T24:00', '2024-01-01T00:00:00+14:00', '2024-01-01 00:00', '20240101'],
  [
    '__proto__',
    'constructor',
    '[object Object]',
    '\ud83d\ude00',
    '\ud83d',
    '\ude00a',
    'a\ufe0f',
    '\u2764\ufe0f',
  ],
  ['\ud83d\ude00\ufe0f', 'e\u0301', '\u0130', '\u00df', '\uff21', 'Stra\u00dfe', '\u212a', 'a\u2028b'],
  [0, -0, 1, -1, 3, 0.5, -0.5, 1e21, 1e-7, 1.5e-7, 5e-324, 1.7976931348623157e308, 9007199254740991],
  [9007199254740992, 4294967296, true, false, null],
  [[], [''], ['', ''], ['a'], ['a', 'a'], [1], [0, -0], [true], [null], [['a']], [[]], ['a', 1, 'b'], [{}]],
  [{}, { a: 1 }, { length: 3 }, { value: 'a' }, { toString: 'a' }, [{ a: 1 }, { a: 1 }]],
];

const odd = oddGroups.flat(1);

const characters = Array.from(
  'abcXYZ019 -_.,:;@/+#"\'\\<>()[]{}$%&!?=~^`|*\t\n\u00a0\u2003\u3000\ufeff\u00e9\u00df\u0130\u4e2d\uff21\uff9e\ufe0f\ud83d\ude00',
);

/** A value near some that matter, a random text, or something odd. */
export function randomValue(random: Random, seeds: readonly unknown[]): unknown {
  const kind = random();
  if (kind < 0.15) return pick(random, odd);
  if (kind < 0.3) return randomText(random);
  const seed = seeds.length === 0 ? pick(random, odd) : pick(random, seeds);
  if (kind < 0.45) return seed;
  if (typeof seed === 'string') return mutate(random, seed);
  if (typeof seed === 'number') return nearby(random, seed);
  if (Array.isArray(seed)) return mutateList(random, seed);
  return seed;
}

function randomText(random: Random): string {
  const length = Math.floor(random() ** 2 * 24);
  return Array.from({ length }, () => pick(random, characters)).join('');
}

/** One to three changes: something put in, taken out, doubled, in another case, or with spaces around. */
function mutate(random: Random, seed: string): string {
  let text = seed;
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes -= 1) {
    const at = Math.floor(random() * (text.length + 1));
    const [before, after] = [text.slice(0, at), text.slice(at)];
    const change = Math.floor(random() * 7);
    if (change === 0) text = before + pick(random, characters) + after;
    else if (change === 1) text = before + after.slice(1);
    else if (change === 2) text = before + pick(random, characters) + after.slice(1);
    else if (change === 3) text = before + after.slice(0, 3) + after;
    else if (change === 4) text = random() < 0.5 ? text.toUpperCase() : text.toLowerCase();
    else if (change === 5) text = pick(random, [` ${text}`, `${text} `, `\t${text}\n`, `${text}\ufe0f`]);
    else text = before + String.fromCharCode(Math.floor(random() * 0xffff)) + after;
  }
  return text;
}

/** Numbers around one, as such and as texts. */
function nearby(random: Random, seed: number): unknown {
  const value =
    seed + pick(random, [0, 1, -1, 0.5, -0.5, 0.001, -0.001, 1e-9, Number.EPSILON, seed, -2 * seed, 100]);
  const written = [
    String(value),
    ` ${value} `,
    `+${value}`,
    value.toFixed(2),
    value.toExponential(),
    `${value}.0`,
  ];
  return random() < 0.4 ? value : pick(random, written);
}

function mutateList(random: Random, seed: readonly unknown[]): unknown {
  const items = seed.map((item) =>
    typeof item === 'string' && random() < 0.3 ? mutate(random, item) : item,
  );
  const change = random();
  if (change < 0.25) return [...items, pick(random, items.length === 0 ? ['a'] : items)];
  if (change < 0.4) return items.slice(1);
  if (change < 0.5) return [...items, pick(random, odd)];
  if (change < 0.6) return items[0];
  return items.toReversed();
}
