/** The options of a ref whose server takes it over the socket. */
export const overSocketOption = '{ overSocket: true }';

/** An option of a ref that files are sent with. */
export const multipartOption = 'body: multipart';

/** An option of a form of which the server says how it is shown. */
export const servedOption = 'served: servedSchema';
