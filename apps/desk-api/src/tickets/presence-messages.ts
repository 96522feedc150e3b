import { enumOf, Typed } from '@mizan/nestjs';
import { IsIn, IsInt } from 'class-validator';
import { PersonView } from '../people/person-view.js';

export class PresenceKey {
  @IsInt()
  ticket_id!: number;
}

/** What a page tells of whoever sits before it: again and again, and at once when it changes. */
export class Doing {
  @Typed(enumOf('looking', 'typing'))
  @IsIn(['looking', 'typing'])
  doing!: 'looking' | 'typing';
}

/** What others are told. Whoever `joined` wants to know who is there; whoever `left` may still be there in another tab. */
export class PresenceNews {
  @Typed()
  person!: PersonView;

  @Typed(enumOf('joined', 'looking', 'typing', 'left'))
  doing!: 'joined' | 'looking' | 'typing' | 'left';
}
