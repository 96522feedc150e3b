import { type Mizan, MizanError } from '@mizan/client';
import { createContext, type ReactNode, useContext } from 'react';

const ClientContext = createContext<Mizan | undefined>(undefined);

/** Whether contexts are live where their own providers say nothing of it. */
export const LiveContext = createContext(false);

export interface MizanContextProps {
  readonly client: Mizan;
  /**
   * Whether contexts are read again when others change them, for as long as they are shown. Each provider may say
   * otherwise. Needs a client with `realtime`.
   *
   * @default false
   */
  readonly live?: boolean | undefined;
  readonly children?: ReactNode;
}

/** Gives every Mizan hook and provider below it the client. */
export function MizanContext({ client, live = false, children }: MizanContextProps): ReactNode {
  return (
    <ClientContext value={client}>
      <LiveContext value={live}>{children}</LiveContext>
    </ClientContext>
  );
}

/** The client of the nearest `<MizanContext>`. @throws {MizanError} with the code `NO_PROVIDER` when there is none. */
export function useMizan(): Mizan {
  const client = useContext(ClientContext);
  if (client === undefined) {
    throw new MizanError('NO_PROVIDER', 'Mizan: wrap the app in <MizanContext client={createMizan()}>.');
  }
  return client;
}
