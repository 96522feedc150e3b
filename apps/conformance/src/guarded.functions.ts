import { Arg, Forbidden, MizanClient } from '@mizan/nestjs';
import { Injectable } from '@nestjs/common';
import { Echo, Status } from './views.js';

function refuseAtWeekends(): never {
  throw new Forbidden('Closed at weekends');
}

/** Every kind of auth rule. */
@Injectable()
export class GuardedFunctions {
  @MizanClient({ auth: true, output: Status })
  memberOnly() {
    return { ok: true };
  }

  @MizanClient({ auth: 'staff', output: Status })
  staffOnly() {
    return { ok: true };
  }

  @MizanClient({ auth: 'superuser', output: Status })
  superuserOnly() {
    return { ok: true };
  }

  @MizanClient({ auth: (identity) => identity?.id === 1, output: Status })
  adaOnly() {
    return { ok: true };
  }

  @MizanClient({ auth: refuseAtWeekends, output: Status })
  weekdaysOnly() {
    return { ok: true };
  }

  @MizanClient({ auth: 'staff', output: Echo })
  staffEcho(@Arg('text') text: string) {
    return { message: text };
  }

  @MizanClient({ private: true, output: Status })
  hidden() {
    return { ok: true };
  }
}
