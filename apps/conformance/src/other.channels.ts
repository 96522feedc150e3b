import { type MizanIdentity, MizanChannel, Typed } from '@mizan/nestjs';

class Price {
  @Typed()
  price!: number;
}

/** Anyone may listen, and there is one place. */
@MizanChannel('ticker')
export class TickerChannel {
  static readonly serverMessage = Price;

  authorize() {
    return true;
  }
}

class Team {
  @Typed('integer')
  team!: number;
}

class Presence {
  @Typed('integer')
  online!: number;
}

/** Who is signed in may listen. */
@MizanChannel('members')
export class MembersChannel {
  static readonly params = Team;
  static readonly serverMessage = Presence;

  authorize(_params: Team, who: MizanIdentity | null) {
    return who !== null;
  }
}

class Broken {
  @Typed('integer')
  x!: number;
}

@MizanChannel('broken')
export class BrokenChannel {
  static readonly serverMessage = Broken;

  authorize(): boolean {
    throw new Error('secret internals');
  }
}
