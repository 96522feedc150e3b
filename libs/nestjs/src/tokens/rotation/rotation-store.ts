import type { BootProblem } from '../../errors/index.js';

/** A change of what a store holds for a family. */
export interface RotationSwap {
  /** What must stand there; undefined for nothing. */
  readonly expected: string | undefined;
  /** What is to stand there; undefined for nothing. */
  readonly next: string | undefined;
  /** Whom the family is for, so that one who obtains over and over displaces nobody else. The same in all changes. */
  readonly subject: string;
  /** Milliseconds after which it may be forgotten. */
  readonly ttlMs: number;
}

/**
 * Remembers for each family of refresh tokens which of them is the current one. It holds no token: what it holds is of
 * no use without the key that signs. A family that it has forgotten is refused, so that losing data signs people out
 * and never in.
 *
 * The memory store is for one process; for more, `redisRotation` of `@mizan/nestjs/redis`, or one of the app's own.
 */
export interface RotationStore {
  /** Whether all processes of the app see the same. */
  readonly isShared: boolean;
  /**
   * Why it cannot work with the options that it was given. The app does not start then.
   * @default nothing
   */
  readonly problems?: readonly BootProblem[];
  read(family: string): Promise<string | undefined>;
  /**
   * Changes a family if nobody else has meanwhile, in one step that no other process can come between.
   *
   * @returns whether it did
   */
  swap(family: string, change: RotationSwap): Promise<boolean>;
  /** Called when the app starts, which it does also when this fails. */
  open?(): Promise<void>;
  /** Called when the app shuts down. */
  close?(): Promise<void>;
}
