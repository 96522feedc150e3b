import { AsyncLocalStorage } from 'node:async_hooks';
import type { PipeTransform } from '@nestjs/common';
import type { FunctionCall } from './function-call.js';

const calls = new AsyncLocalStorage<FunctionCall>();

/** Runs a function of which {@link lastPipe} is to see the arguments: pipes are not told whose they are. */
export function runSeen<Result>(call: FunctionCall, run: () => Result): Result {
  return call.hasPipes ? calls.run(call, run) : run();
}

/** The last pipe of parameters that take input: shows the call what all others have left of what was sent. */
export const lastPipe: PipeTransform = {
  transform(value: unknown, { data }): unknown {
    const telling = calls.getStore()?.see(value, data);
    return telling === undefined ? value : telling.then(() => value);
  },
};
