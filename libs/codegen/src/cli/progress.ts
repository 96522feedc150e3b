/** Where the command line writes. */
export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

interface Output {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

/** Says what is going on, and how it ended. */
export interface Progress {
  /** What is being done now; shown on a terminal only, in one line that the next text replaces. */
  readonly step: (text: string) => void;
  /** A result, for stdout. */
  readonly say: (text: string) => void;
  /** A failure, for stderr. */
  readonly fail: (text: string) => void;
}

const CLEAR_LINE = '\r\u001b[2K';

/** A line that changes on a terminal, plain lines elsewhere. */
export function createProgress({ stdout, stderr }: Streams): Progress {
  const clear = (): void => void (stdout.isTTY === true && stdout.write(CLEAR_LINE));
  return {
    step: (text) => void (stdout.isTTY === true && stdout.write(`${CLEAR_LINE}${text}…`)),
    say: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    fail: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
  };
}
