import { Arg, MizanClient, NotFound, NotImplemented, ValidationFailed } from '@mizan/nestjs';
import { ForbiddenException, Injectable } from '@nestjs/common';
import { Order, Status } from './views.js';

/** Every way to fail: Mizan's errors, Nest's, and one that nobody meant. */
@Injectable()
export class FailingFunctions {
  @MizanClient({ output: Status })
  buggy(): Status {
    throw new Error('secret internals');
  }

  @MizanClient({ output: Status })
  todo(): Status {
    throw new NotImplemented('Coming later');
  }

  @MizanClient({ output: Status })
  refused(): Status {
    throw new ForbiddenException('Not yours');
  }

  @MizanClient({ output: Order })
  missingOrder(@Arg('id', 'integer') id: number): Order {
    throw new NotFound('No such order', { details: { id } });
  }

  @MizanClient({ output: Status })
  businessRule(): Status {
    throw new ValidationFailed({ message: 'Total too high', fields: { total: ['Must be below 100'] } });
  }
}
