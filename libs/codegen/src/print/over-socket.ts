/** The options of a ref whose server takes it over the socket. */
export const overSocketOption = '{ overSocket: true }';
