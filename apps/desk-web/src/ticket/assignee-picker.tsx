import type { ChangeEvent } from 'react';
import { type TicketView, useAssignTicket, useCurrentUser, useTeam } from '../mizan/index.js';
import { Problem } from '../parts/problem.js';

/** Agents take a ticket for themselves or leave it; admins give it to anyone in the team. */
export function AssigneePicker({ ticket }: { readonly ticket: TicketView }) {
  const user = useCurrentUser();
  const team = useTeam() ?? [];
  const assign = useAssignTicket();
  const choices = team.filter(
    ({ id }) => user?.role === 'admin' || id === user?.id || id === ticket.assignee?.id,
  );
  const choose = ({ target }: ChangeEvent<HTMLSelectElement>) => {
    const person = target.value === '' ? null : Number(target.value);
    void assign.mutate({ ticket_id: ticket.id, person_id: person });
  };
  return (
    <>
      <label className="assignee">
        Assigned to{' '}
        <select value={ticket.assignee?.id ?? ''} onChange={choose} aria-busy={assign.isPending}>
          <option value="">nobody</option>
          {choices.map((person) => (
            <option key={person.id} value={person.id}>
              {person.id === user?.id ? `${person.name} (me)` : person.name}
            </option>
          ))}
        </select>
      </label>
      {assign.error && <Problem error={assign.error} />}
    </>
  );
}
