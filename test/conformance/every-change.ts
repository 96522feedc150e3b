const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A token with one character changed, for each of its characters: to the next one of base64url, a dot to none. */
export function everyChange(token: string): readonly string[] {
  return token.split('').map((character, index) => {
    const changed = alphabet[(alphabet.indexOf(character) + 1) % alphabet.length];
    return `${token.slice(0, index)}${changed}${token.slice(index + 1)}`;
  });
}
