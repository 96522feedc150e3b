import { formLook } from '../form/form-look.js';
import { NewTicketForm } from '../mizan/index.js';
import { navigate, ticketPath } from '../page/route.js';

/** A form that shows itself; the desk only says what its parts look like, and where to go afterwards. */
export function NewTicketPage() {
  return <NewTicketForm {...formLook} onSuccess={({ id }) => navigate(ticketPath(id))} />;
}
