import { useEffect, useEffectEvent, useReducer } from 'react';
import { type PresenceServerMessage, useCurrentUser, usePresenceChannel } from '../mizan/index.js';
import {
  type Attendance,
  type Attendant,
  forget,
  hear,
  nextToForget,
  nobody,
  tellEvery,
} from './attendance.js';

/**
 * Who else looks at a ticket. Tells others in turn that one is there: now and then, as soon as it changes, and when
 * somebody comes who cannot know it yet.
 */
export function usePresence(ticketId: number, isTyping: boolean): readonly Attendant[] {
  const me = useCurrentUser();
  const [attendance, attend] = useReducer(toNext, nobody);
  const { status, send } = usePresenceChannel({ ticket_id: ticketId }, { onMessage: listen, history: 1 });

  function listen(news: PresenceServerMessage): void {
    attend({ news, now: Date.now() });
    const isMe = news.person.id === me?.id;
    // Who joins wants to know who is there. Who left in another tab is still there in this one.
    if (news.doing === (isMe ? 'left' : 'joined')) tell();
  }

  function tell(): void {
    // Nobody looks at a page that is hidden.
    if (status !== 'joined' || document.visibilityState === 'hidden') return;
    send({ doing: isTyping ? 'typing' : 'looking' });
  }

  const tellAgain = useEffectEvent(tell);
  useEffect(() => {
    const again = () => tellAgain();
    again();
    const timer = setInterval(again, tellEvery);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [status, isTyping]);

  useEffect(() => {
    const wait = nextToForget(attendance, Date.now());
    if (wait === Infinity) return;
    const timer = setTimeout(() => attend({ now: Date.now() }), wait);
    return () => clearTimeout(timer);
  }, [attendance]);

  return [...attendance.values()].filter(({ person }) => person.id !== me?.id);
}

interface Change {
  readonly news?: PresenceServerMessage;
  /** Milliseconds. */
  readonly now: number;
}

function toNext(before: Attendance, { news, now }: Change): Attendance {
  return forget(news ? hear(before, news, now) : before, now);
}
