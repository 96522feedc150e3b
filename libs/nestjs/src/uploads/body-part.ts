import type { Readable } from 'node:stream';

/** One field of a multipart body, in the order in which they come. */
export type BodyPart =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly text: string;
      /** It was longer than may be; the rest is gone. */
      readonly isCut: boolean;
    }
  | {
      readonly kind: 'file';
      readonly name: string;
      /** As it was sent. */
      readonly fileName: string | undefined;
      readonly type: string;
      /** Has to be read to its end before the next part comes. */
      readonly stream: Readable;
    };
