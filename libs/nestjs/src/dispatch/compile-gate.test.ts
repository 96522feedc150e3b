import { type CanActivate, Injectable, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, expect, it } from 'vitest';
import { MizanAuthGuard, MizanClient, MizanModule, mizanTesting } from '../index.js';

let asked = 0;

class CountsGuard implements CanActivate {
  canActivate(): boolean {
    asked += 1;
    return true;
  }
}

class CountsAndChecks extends MizanAuthGuard {
  override canActivate(...parameters: Parameters<MizanAuthGuard['canActivate']>) {
    asked += 1;
    return super.canActivate(...parameters);
  }
}

@Injectable()
class Functions {
  @MizanClient({ auth: 'staff', output: 'boolean' })
  forStaff() {
    return true;
  }
  @UseGuards(CountsGuard)
  @MizanClient({ auth: 'staff', output: 'boolean' })
  guarded() {
    return true;
  }
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  asked = 0;
});

async function start(guard?: typeof CountsGuard | typeof CountsAndChecks) {
  const building = Test.createTestingModule({ imports: [MizanModule.forRoot()], providers: [Functions] });
  if (guard !== undefined) building.overrideGuard(MizanAuthGuard).useClass(guard);
  const module = await building.compile();
  await module.init();
  closing.push(() => module.close());
  return mizanTesting(module).as({ id: 1 });
}

it('an auth rule is checked alone, and behind other guards', async () => {
  const caller = await start();
  await expect(caller.call('for_staff')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(caller.call('guarded')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(asked).toBe(1);
});

it('a guard that a test puts in place of ours is asked, whatever the rule says', async () => {
  const caller = await start(CountsGuard);
  expect((await caller.call('for_staff')).result).toEqual({ result: true });
  expect(asked).toBe(1);
});

it('a guard that extends ours is asked as Nest asks it', async () => {
  const caller = await start(CountsAndChecks);
  await expect(caller.call('for_staff')).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(asked).toBe(1);
});
