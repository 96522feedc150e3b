import type { HttpEndpoints } from './http-endpoints.js';
import type { HttpExchange } from './http-exchange.js';

/** One path of PROTOCOL 2 below the base path. */
export interface Endpoint {
  /** With a slash in front and none at the end. */
  readonly path: string;
  /** Whether a name follows the path. */
  readonly isNamed: boolean;
  readonly methods: readonly string[];
  /** @param name empty where none follows the path */
  readonly handle: (endpoints: HttpEndpoints, exchange: HttpExchange, name: string) => unknown;
}

const read = ['GET', 'HEAD'];

/** Every endpoint, for each adapter to mount. */
export const endpointTable: readonly Endpoint[] = [
  {
    path: '/call',
    isNamed: false,
    methods: ['POST'],
    handle: (endpoints, exchange) => endpoints.call(exchange),
  },
  {
    path: '/ctx',
    isNamed: true,
    methods: read,
    handle: (endpoints, exchange, name) => endpoints.context(exchange, name),
  },
  {
    path: '/session',
    isNamed: false,
    methods: read,
    handle: (endpoints, exchange) => endpoints.session(exchange),
  },
];

/** Answers a request of any method on the path of an endpoint. */
export function serve(
  { methods, handle }: Endpoint,
  endpoints: HttpEndpoints,
  exchange: HttpExchange,
  name: string,
): void {
  if (methods.includes(exchange.request.method)) void handle(endpoints, exchange, name);
  else endpoints.wrongMethod(exchange, methods.join(', '));
}
