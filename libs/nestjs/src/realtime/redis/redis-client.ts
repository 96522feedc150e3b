/** A client of node-redis 5: what `createClient`, `createSentinel` or `createCluster` gives. */
export interface RelayClient {
  readonly isOpen: boolean;
  publish(channel: string, message: string): Promise<unknown>;
}

/** What differs in the relay's own connections from those that they are copied from. */
export interface ClientOverrides {
  readonly RESP: 3;
  readonly commandOptions: object;
  readonly disableOfflineQueue: true;
  readonly pingInterval: undefined;
  readonly clientSideCache: undefined;
  readonly emitInvalidate: false;
  readonly maintNotifications: 'disabled';
  readonly socket: Readonly<Record<string, unknown>>;
}

/** A client for one node, as far as the relay uses it. */
export interface NodeClient extends RelayClient {
  readonly options: { readonly socket?: object | undefined };
  duplicate(overrides: ClientOverrides): NodeClient;
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: string, listener: (argument: unknown) => void): unknown;
  sendCommand(args: readonly string[]): Promise<unknown>;
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  sPublish(channel: string, message: string): Promise<unknown>;
  sSubscribe(channel: string, listener: (message: string) => void): Promise<unknown>;
  sUnsubscribe(channel: string): Promise<unknown>;
}

/** A node of a cluster, as `createCluster` knows it. */
export interface ClusterNode {
  readonly address: string;
  readonly client?: NodeClient | undefined;
}

/** A client for a cluster, as far as the relay uses it. */
export interface ClusterClient extends RelayClient {
  readonly masters: readonly ClusterNode[];
  readonly nodeByAddress: ReadonlyMap<string, ClusterNode>;
  nodeClient(node: ClusterNode): Promise<NodeClient>;
}

/** What `createSentinel` has no other name for: to do something with the client of the primary. */
export const withPrimary = '_execute';

/** A client for whatever Sentinel says is the primary. */
export interface SentinelClient extends RelayClient {
  getMasterNode(): unknown;
  [withPrimary]<Result>(isReadonly: boolean, use: (client: NodeClient) => Promise<Result>): Promise<Result>;
}

// Which of them it is can only be told by what it can do.
function can(client: object, ...methods: readonly string[]): boolean {
  return methods.every((method) => typeof Reflect.get(client, method) === 'function');
}

export function isClusterClient(client: object): client is ClusterClient {
  return can(client, 'nodeClient', 'sPublish');
}

export function isSentinelClient(client: object): client is SentinelClient {
  return can(client, 'getMasterNode', withPrimary);
}

export function isNodeClient(client: object): client is NodeClient {
  return can(client, 'duplicate', 'sendCommand', 'sSubscribe') && 'options' in client;
}
