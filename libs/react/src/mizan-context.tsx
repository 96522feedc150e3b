import { type Mizan, MizanError } from '@mizan/client';
import { createContext, type ReactNode, useContext } from 'react';

const ClientContext = createContext<Mizan | undefined>(undefined);

export interface MizanContextProps {
  readonly client: Mizan;
  readonly children?: ReactNode;
}

/** Gives every Mizan hook and provider below it the client. */
export function MizanContext({ client, children }: MizanContextProps): ReactNode {
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** The client of the nearest `<MizanContext>`. @throws {MizanError} with the code `NO_PROVIDER` when there is none. */
export function useMizan(): Mizan {
  const client = useContext(ClientContext);
  if (client === undefined) {
    throw new MizanError('NO_PROVIDER', 'Mizan: wrap the app in <MizanContext client={createMizan()}>.');
  }
  return client;
}
