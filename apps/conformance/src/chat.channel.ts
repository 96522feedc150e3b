import { MizanChannel, Typed } from '@mizan/nestjs';
import type { Caller } from './callers.js';

class Room {
  @Typed()
  room!: string;
}

class Said {
  @Typed()
  text!: string;
}

class Line {
  @Typed()
  text!: string;

  @Typed()
  user!: string;
}

/** Nobody may enter the vault. What somebody says goes to all in the room. */
@MizanChannel('chat')
export class ChatChannel {
  static readonly params = Room;
  static readonly clientMessage = Said;
  static readonly serverMessage = Line;

  authorize({ room }: Room) {
    return room !== 'vault';
  }

  group({ room }: Room) {
    return `chat_${room}`;
  }

  receive(_params: Room, { text }: Said, who: Caller | null): Line {
    return { text, user: String(who?.id ?? '') };
  }
}
