import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import {
  Arg,
  defineContext,
  MizanChannel,
  MizanClient,
  type MizanIdentity,
  Typed,
} from '../../libs/nestjs/src/index.js';

const NoteContext = defineContext('note');
const ShoutsContext = defineContext('shouts');

/** `http` or `ws`: what a function was called over. */
const CalledOver = createParamDecorator((_: unknown, context: ExecutionContext) => context.getType());

class Note {
  @Typed('integer') id!: number;
  @Typed() text!: string;
}

/** Notes, and how often somebody shouted. Every call is written down, with what it came over. */
@Injectable()
export class NoteFunctions {
  readonly calls: string[] = [];
  readonly #notes = new Map([[7, 'Buy milk']]);
  #shouts = 0;

  @MizanClient({ context: NoteContext, output: Note })
  note(@Arg('note_id', 'integer') id: number, @CalledOver() over: string): Note {
    this.calls.push(`note ${over}`);
    return { id, text: this.#notes.get(id) ?? '' };
  }

  @MizanClient({ affects: NoteContext, output: Note })
  writeNote(
    @Arg('note_id', 'integer') id: number,
    @Arg('text') text: string,
    @CalledOver() over: string,
  ): Note {
    this.calls.push(`write_note ${over}`);
    this.#notes.set(id, text);
    return { id, text };
  }

  @MizanClient({ context: ShoutsContext, websocket: true, output: 'integer' })
  shoutCount(@CalledOver() over: string): number {
    this.calls.push(`shout_count ${over}`);
    return this.#shouts;
  }

  @MizanClient({ affects: ShoutsContext, websocket: true, output: 'boolean' })
  shout(@CalledOver() over: string): boolean {
    this.calls.push(`shout ${over}`);
    this.#shouts += 1;
    return true;
  }
}

class Place {
  @Typed('integer') note_id!: number;
}
class Said {
  @Typed() text!: string;
}
class Line {
  @Typed() text!: string;
  @Typed() by!: string;
}

/** What people say to each other about a note. */
@MizanChannel('talk')
export class TalkChannel {
  static readonly params = Place;
  static readonly clientMessage = Said;
  static readonly serverMessage = Line;

  authorize(_place: Place, who: MizanIdentity | null): boolean {
    return who !== null;
  }

  receive(_place: Place, { text }: Said, who: MizanIdentity | null): Line {
    return { text, by: String(who?.id) };
  }
}

/** Whoever a header names, or the query of the URL: a page sends no headers with a socket. */
export function whoAsks(request: unknown): MizanIdentity | null {
  // What both transports have of a request.
  const { url, headers } = request as { readonly url: string; readonly headers: Headers };
  const who = headers['x-who'] ?? new URL(url, 'http://app').searchParams.get('who');
  return typeof who === 'string' ? { id: who, isStaff: false, isSuperuser: false, permissions: [] } : null;
}

type Headers = Readonly<Record<string, unknown>>;
