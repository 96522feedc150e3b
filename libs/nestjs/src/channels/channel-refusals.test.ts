import { type CanActivate, Controller, Injectable, Scope, UseGuards } from '@nestjs/common';
import { IsString } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createApp, findBootProblems } from '../../test-support/start-app.js';
import { Auth, ChannelService, MizanChannel } from '../index.js';

class Room {
  @IsString() room!: string;
}

const yes = { authorize: () => true };
/** A class that the compiler would refuse. */
const odd = (name: string) => MizanChannel(name) as ClassDecorator;

@Injectable()
class Guard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

@Injectable({ scope: Scope.REQUEST })
class Scoped {}

describe('a channel is refused at boot', () => {
  const refused: readonly (readonly [string, () => unknown, string, RegExp])[] = [
    [
      'that does not say who may listen',
      () => {
        @odd('a')
        class Open {}
        return Open;
      },
      'Open',
      /who may listen/,
    ],
    [
      'whose params are undefined, as in a circle of imports',
      () => {
        @odd('a')
        class Circle {
          static readonly params = undefined;
          authorize = yes.authorize;
        }
        Object.assign(Circle.prototype, yes);
        return Circle;
      },
      'Circle.params',
      /undefined/,
    ],
    [
      'whose message is a word',
      () => {
        @odd('a')
        class Word {
          static readonly serverMessage = 'string';
          authorize() {
            return true;
          }
        }
        return Word;
      },
      'Word.serverMessage',
      /neither a DTO class nor a schema/,
    ],
    [
      'whose message is a list',
      () => {
        @odd('a')
        class Lists {
          static readonly serverMessage = z.array(z.string());
          authorize() {
            return true;
          }
        }
        return Lists;
      },
      'Lists.serverMessage',
      /no object/,
    ],
    [
      'that takes messages of which it says nothing',
      () => {
        @odd('a')
        class Deaf {
          authorize() {
            return true;
          }
          receive() {}
        }
        return Deaf;
      },
      'Deaf',
      /what clients send/,
    ],
    [
      'that says what clients send and takes nothing',
      () => {
        @odd('a')
        class Mute {
          static readonly clientMessage = Room;
          authorize() {
            return true;
          }
        }
        return Mute;
      },
      'Mute',
      /takes nothing/,
    ],
    [
      'with a guard, which would not run',
      () => {
        @odd('a')
        class Guarded {
          @UseGuards(Guard)
          authorize() {
            return true;
          }
        }
        return Guarded;
      },
      'Guarded',
      /do not run/,
    ],
    [
      'with an auth rule, which would not hold',
      () => {
        @Auth('staff')
        @odd('a')
        class Ruled {
          authorize() {
            return true;
          }
        }
        return Ruled;
      },
      'Ruled',
      /do not run/,
    ],
    [
      'that depends on the request',
      () => {
        @odd('a')
        class PerRequest {
          constructor(readonly scoped: Scoped) {}
          authorize() {
            return true;
          }
        }
        return PerRequest;
      },
      'PerRequest',
      /outlives/,
    ],
    [
      'with a name that cannot be one',
      () => {
        @odd('a b')
        class Spaced {
          authorize() {
            return true;
          }
        }
        return Spaced;
      },
      'Spaced',
      /cannot be a channel's name/,
    ],
  ];

  it.each(refused)('%s', async (_title, make, where, problem) => {
    const found = await findBootProblems({ providers: [make() as never, Scoped, Guard] });
    expect(found).toEqual([{ where, problem: expect.stringMatching(problem), fix: expect.any(String) }]);
  });

  it('two of one name', async () => {
    @odd('chat')
    class One {
      authorize() {
        return true;
      }
    }
    @odd('chat')
    class Two {
      authorize() {
        return true;
      }
    }
    expect(await findBootProblems({ providers: [One, Two] })).toMatchObject([{ where: 'One and Two' }]);
  });

  it('that a factory makes, that is provided twice, or is a controller', async () => {
    @MizanChannel('chat')
    class Made {
      authorize() {
        return true;
      }
    }
    const made = { provide: Made, useFactory: () => new Made() };
    expect(await findBootProblems({ providers: [made] })).toMatchObject([
      { where: 'Made', problem: expect.stringContaining('factory') },
    ]);
    expect(await findBootProblems({ providers: [Made, { provide: 'other', useClass: Made }] })).toMatchObject(
      [{ where: 'Made', problem: expect.stringContaining('2 times') }],
    );
    @Controller()
    @MizanChannel('page')
    class Page {
      authorize() {
        return true;
      }
    }
    expect(await findBootProblems({ controllers: [Page] })).toMatchObject([
      { where: 'Page', problem: expect.stringContaining('controller') },
    ]);
  });
});

it('a push to a class that is no channel of the app says so', async () => {
  @MizanChannel('chat')
  class Elsewhere {
    static readonly serverMessage = Room;
    authorize() {
      return true;
    }
  }
  const app = await createApp({});
  await app.init();
  await expect(app.get(ChannelService).push(Elsewhere, {}, { room: 'a' })).rejects.toThrow(
    'Elsewhere is no channel',
  );
  await app.close();
});
