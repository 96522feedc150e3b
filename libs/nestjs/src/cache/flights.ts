import type { Params } from '@mizan/protocol';
import { isSameParams } from './entry.js';

/** After so long nobody waits for a computation of somebody else any more, in milliseconds. */
const patienceMs = 10_000;

/** A computation that others wait for. */
export interface Flight {
  /** Hands the text to all who wait; undefined when each has to compute for himself. The first word counts. */
  land(text: string | undefined): void;
  /** From now on nobody joins. Whoever waits still is told to compute for himself. */
  end(): void;
}

interface Flying {
  readonly params: Params;
  readonly landed: Promise<string | undefined>;
}

function ignore(): void {}

/** The computations of this process that run: one for all requests that ask for the same thing. */
export class Flights {
  readonly #flying = new Map<string, Flying>();

  /** What somebody is computing already under this key and for these very params. */
  join(key: string, params: Params): Promise<string | undefined> | undefined {
    const flying = this.#flying.get(key);
    return flying !== undefined && isSameParams(flying.params, params) ? flying.landed : undefined;
  }

  start(key: string, params: Params): Flight {
    let land: Flight['land'] = ignore;
    const flying: Flying = { params, landed: new Promise((resolve) => (land = resolve)) };
    this.#flying.set(key, flying);
    const end = (): void => {
      clearTimeout(timer);
      if (this.#flying.get(key) === flying) this.#flying.delete(key);
      land(undefined);
    };
    // A method that never ends must not hold up those who would come after it.
    const timer = setTimeout(end, patienceMs).unref();
    return { land, end };
  }
}
