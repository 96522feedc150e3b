/**
 * The app has functions or guards of ours but no MizanModule. Thrown when one is used and not when it is made, so that
 * a unit test of a class needs no module.
 */
export function missingModule(user: string): Error {
  return new Error(
    `${user} needs MizanModule: add MizanModule.forRoot() to the imports of the root module, or of the testing module`,
  );
}
