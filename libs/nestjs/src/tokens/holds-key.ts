/** What stands in the text of a key: armour, also a damaged one, and the names that OpenSSH gives. */
const marks = /(?:BEGIN|END)[\s_-].*(?:KEY|CERTIFICATE)|KEY-{3,}|ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-/s;

/** As hex, what stands in DER: the names of RSA, of elliptic curves and of Ed25519. */
const names = /2a864886f70d0101|2a8648ce3d|06032b6570/;

/** RSA keys without such a name begin with a list of long numbers. */
const rsaStart = /^308(?:1..|2.{4})(?:020100)?028[12]/;

/** How many encodings are looked through: base64 of a PEM, which is base64 of DER. */
const maxDepth = 3;

/**
 * Whether a secret is the text of a key, or of a certificate, that lost its armour or was encoded once more. A public
 * key as the secret of HS256 would let everybody sign.
 */
export function holdsKey(secret: Buffer, depth = 0): boolean {
  const text = secret.toString('utf8').trim();
  const hex = secret.toString('hex');
  if (marks.test(text) || names.test(hex) || rsaStart.test(hex) || isJson(text)) return true;
  return depth < maxDepth && decodings(text).some((decoded) => holdsKey(decoded, depth + 1));
}

// A JWK, a list of them, or one of these quoted. Numbers are a secret as good as others.
function isJson(text: string): boolean {
  if (!/^[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function decodings(text: string): readonly Buffer[] {
  // Lines of a PEM may have been joined, by nothing or by what stands for their breaks in an environment.
  const joined = text.replace(/\s|\\r|\\n|['"]/g, '');
  if (/^(?:[\da-f]{2})+$/i.test(joined)) return [Buffer.from(joined, 'hex')];
  return /^[\w+/-]+=*$/.test(joined) ? [Buffer.from(joined, 'base64')] : [];
}
