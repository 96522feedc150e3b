import { MizanChannel, Typed } from '../src/index.js';

export class Line {
  @Typed() text!: string;
}

/** A channel at which everybody may listen. */
@MizanChannel('news')
export class News {
  static readonly serverMessage = Line;
  authorize() {
    return true;
  }
}
