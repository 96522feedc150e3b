/** Why the server closes a socket. Those from 4000 on are ours; a client can tell by them whether to come back. */
export const closeCode = {
  /** The process ends: another one will answer. */
  goingAway: 1001,
  /** Frame after frame was wrong or too soon. */
  abuse: 1008,
  /** An error that nobody expected, most often when it was to be found out who opens the socket. */
  unexpected: 1011,
  /** The client does not read, and too much waits for it. */
  slowReader: 1013,
  /** The access token of the connection is no longer valid: come back with another one. */
  tokenExpired: 4401,
  /** Somebody else is at the connection than when it began to listen, or with other rights: come back as who you are. */
  identityChanged: 4401,
  /** Nothing was asked for a long time, and nothing is subscribed: come back when there is a reason. */
  idle: 4408,
  /** The identity has too many sockets open, or all who are nobody have. */
  tooManySockets: 4429,
} as const;
