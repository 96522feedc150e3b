import type { ClientOverrides, NodeClient } from './redis-client.js';

/** For how long a connection may take to be made, and then to be greeted. */
export const openMs = 3000;

/** What the relay's own clients are made with, beside the address and whatever else the app gave. */
function ownOptions(socket: object = {}): ClientOverrides {
  return {
    // So that a connection with subscriptions can be asked for them.
    RESP: 3,
    commandOptions: {},
    disableOfflineQueue: true,
    pingInterval: undefined,
    clientSideCache: undefined,
    emitInvalidate: false,
    maintNotifications: 'disabled',
    socket: { ...socket, connectTimeout: openMs, socketTimeout: undefined, reconnectStrategy: false },
  };
}

/**
 * A client of the relay's own that connects as one of the app does.
 *
 * @param socket where else it goes to
 */
export function copyOf(client: NodeClient, socket: object = {}): NodeClient {
  return client.duplicate(ownOptions({ ...client.options.socket, ...socket }));
}
