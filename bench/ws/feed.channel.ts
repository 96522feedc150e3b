import { MizanChannel } from '@mizan/nestjs';

import { Line } from './line.js';

@MizanChannel('feed')
export class FeedChannel {
  static readonly serverMessage = Line;

  authorize(): boolean {
    return true;
  }
}
