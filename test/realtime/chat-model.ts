import type { ChatGuest, Seen } from './chat-app.js';

/** That somebody is in a room, by what he was told; places are those of frames that he has seen. */
interface Stay {
  readonly guest: ChatGuest;
  readonly room: string;
  isBusy: boolean;
  isIn: boolean;
  hasMoved: boolean;
  /** How often somebody has come or gone. */
  moves: number;
}

/** Somebody who was told that he is in before something was said. */
interface Due {
  readonly stay: Stay;
  readonly moves: number;
  readonly seenBefore: number;
}

/** Something that was said, and whoever was told before that he is in the room. */
interface Line {
  readonly room: string;
  readonly text: string;
  readonly due: readonly Due[];
}

/** What a round must look like to the guests, whatever happens between the processes. */
export class ChatModel {
  readonly counts = { due: 0, received: 0, lost: 0 };
  readonly #stays = new Map<ChatGuest, Map<string, Stay>>();
  #lines: Line[] = [];
  #begun = new Map<ChatGuest, number>();
  #guests: readonly ChatGuest[] = [];

  /** A round begins. What was said in earlier ones has arrived, or never will. */
  begin(guests: readonly ChatGuest[]): void {
    this.#count();
    this.#lines = [];
    this.#guests = guests;
    this.#begun = new Map(guests.map((guest) => [guest, guest.seen.items.length]));
    for (const stay of this.#all()) stay.hasMoved = false;
  }

  isIn(guest: ChatGuest, room: string): boolean {
    return this.#stay(guest, room).isIn;
  }

  isBusy(guest: ChatGuest, room: string): boolean {
    return this.#stay(guest, room).isBusy;
  }

  async join(guest: ChatGuest, room: string): Promise<void> {
    const stay = this.#move(guest, room);
    await guest.join(room);
    stay.isIn = true;
    stay.isBusy = false;
  }

  async leave(guest: ChatGuest, room: string): Promise<void> {
    const stay = this.#move(guest, room);
    stay.isIn = false;
    await guest.leave(room);
    stay.isBusy = false;
  }

  say(room: string, text: string): void {
    const due = this.#all()
      .filter((stay) => stay.room === room && stay.isIn)
      .map((stay) => ({ stay, moves: stay.moves, seenBefore: stay.guest.seen.items.length }));
    this.#lines.push({ room, text, due });
  }

  /** What somebody missed without having been told of a gap since it was said. Who has left meanwhile misses nothing. */
  findSilentLosses(): readonly string[] {
    return this.#lines.flatMap(({ room, text, due }) =>
      due.flatMap(({ stay, moves, seenBefore }) => {
        const since = stay.guest.seen.items.slice(seenBefore);
        const isTold = since.some((seen) => seen.kind === 'gap' || isLine(seen, room, text));
        return stay.moves === moves && !isTold ? [`${room}: ${text}`] : [];
      }),
    );
  }

  /** What nobody may see: a line twice, one of another room or round, or those of one speaker in another order. */
  findWrongs(): readonly string[] {
    return this.#guests.flatMap((guest) => {
      const seen = guest.seen.items.slice(this.#begun.get(guest));
      const lines = seen.flatMap((one) => (one.kind === 'line' && one.room !== 'settled' ? [one] : []));
      const wrongs = lines.filter(({ room, text }, at) => {
        const isTwice = lines.slice(0, at).some((one) => one.text === text);
        const isSaid = this.#lines.some((line) => line.room === room && line.text === text);
        const stay = this.#stay(guest, room);
        return isTwice || !isSaid || !(stay.isIn || stay.hasMoved);
      });
      return [...wrongs.map(({ room, text }) => `${room}: ${text}`), ...findDisorder(lines)];
    });
  }

  #count(): void {
    for (const { room, text, due } of this.#lines) {
      for (const { stay, moves, seenBefore } of due) {
        const isThere = stay.guest.seen.items.slice(seenBefore).some((seen) => isLine(seen, room, text));
        this.counts.due += 1;
        if (isThere) this.counts.received += 1;
        else if (stay.moves === moves) this.counts.lost += 1;
      }
    }
  }

  #move(guest: ChatGuest, room: string): Stay {
    const stay = this.#stay(guest, room);
    return Object.assign(stay, { isBusy: true, hasMoved: true, moves: stay.moves + 1 });
  }

  #all(): readonly Stay[] {
    return [...this.#stays.values()].flatMap((stays) => [...stays.values()]);
  }

  #stay(guest: ChatGuest, room: string): Stay {
    const stays = this.#stays.get(guest) ?? new Map<string, Stay>();
    this.#stays.set(guest, stays);
    const stay = stays.get(room) ?? { guest, room, isBusy: false, isIn: false, hasMoved: false, moves: 0 };
    stays.set(room, stay);
    return stay;
  }
}

function isLine(seen: Seen, room: string, text: string): boolean {
  return seen.kind === 'line' && seen.room === room && seen.text === text;
}

// A text is who says it, and the number of the line.
function findDisorder(lines: readonly { readonly room: string; readonly text: string }[]): readonly string[] {
  const last = new Map<string, number>();
  return lines.flatMap(({ room, text }) => {
    const [speaker = '', number = ''] = text.split(' ');
    const before = last.get(`${speaker} ${room}`) ?? 0;
    last.set(`${speaker} ${room}`, Number(number));
    return Number(number) < before ? [`${room}: ${text} came after ${before}`] : [];
  });
}
