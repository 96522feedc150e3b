import { DeskHeader } from '../header/desk-header.js';
import { NewTicketPage } from '../new-ticket/new-ticket-page.js';
import { ProfilePage } from '../profile/profile-page.js';
import { TicketPanel } from '../ticket/ticket-panel.js';
import { TicketList } from '../tickets/ticket-list.js';
import { LastCallStrip } from '../wire/last-call-strip.js';
import { type Route, useRoute } from './route.js';

/** The page of someone who is signed in: the list, and beside it whatever the address asks for. */
export function Desk() {
  const route = useRoute();
  return (
    <div className="desk" data-showing={route.kind}>
      <DeskHeader />
      <TicketList open={route.kind === 'tickets' ? route.ids : []} />
      <main className="panels">
        <Panels route={route} />
      </main>
      <LastCallStrip />
    </div>
  );
}

function Panels({ route }: { readonly route: Route }) {
  if (route.kind === 'new') return <NewTicketPage />;
  if (route.kind === 'profile') return <ProfilePage />;
  if (route.kind === 'list') return <p className="hint">Pick a ticket to read it here.</p>;
  return route.ids.map((id) => (
    <TicketPanel key={id} id={id} others={route.ids.filter((other) => other !== id)} />
  ));
}
