// @ts-check
// Prints the seconds from a KDL text in memory to the texts of all files, in a process that has loaded nothing yet.
import { readFileSync } from 'node:fs';

const [file = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');

const startedAt = performance.now();
const [{ parseKdl }, { generateClient }] = await Promise.all([
  import('@mizan/protocol/kdl'),
  import('@mizan/codegen'),
]);
generateClient(parseKdl(text), ['react']);
console.log((performance.now() - startedAt) / 1000);
