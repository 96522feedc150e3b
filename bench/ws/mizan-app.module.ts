import { type DynamicModule, Injectable, Module } from '@nestjs/common';
import { MizanClient, MizanModule } from '@mizan/nestjs';

import { FeedChannel } from './feed.channel.js';
import { Line } from './line.js';

@Injectable()
class LineFunctions {
  @MizanClient({ websocket: true, output: Line })
  echoLine(input: Line): Line {
    return input;
  }
}

/** Limits are counted as in every app, and so high that no load reaches them. */
const websocket = { maxFramesPerSecond: 10_000_000, maxRunningCalls: 10_000 };

@Module({ providers: [LineFunctions, FeedChannel] })
export class MizanAppModule {
  static with(): DynamicModule {
    return { module: MizanAppModule, imports: [MizanModule.forRoot({ websocket })] };
  }
}
