import { MizanChannel } from '@mizan/nestjs';

import { Line } from './line.js';

@MizanChannel('feed')
export class FeedChannel {
  static readonly clientMessage = Line;
  static readonly serverMessage = Line;

  authorize(): boolean {
    return true;
  }

  receive(_params: unknown, line: Line): Line {
    return line;
  }
}
