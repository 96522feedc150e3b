/** The options of a ref whose server takes it over the socket. */
export const overSocketOption = '{ overSocket: true }';

/** The options of a ref that files are sent with. */
export const multipartOption = '{ body: multipart }';
