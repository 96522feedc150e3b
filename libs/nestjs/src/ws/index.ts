export { SocketService } from './socket.service.js';
export { webSocketOptionsToken, WebSocketTransport } from './websocket-transport.js';
export type { SocketRequest } from './socket-request.js';
export type { WebSocketOptions } from './websocket-options.js';
