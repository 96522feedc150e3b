/** The final fragment of a text (RFC 6455, 5.2). */
const finalText = 0x81;
const longest = { short: 125, medium: 0xffff };

/** A message goes to many sockets in a row, and is written once for all of them. */
let last = { text: '', frame: frameOf('') };

/** A text as a server sends it: unmasked, in one frame. What is returned must not be changed. */
export function writeTextFrame(text: string): Buffer {
  if (text !== last.text) last = { text, frame: frameOf(text) };
  return last.frame;
}

function frameOf(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length <= longest.short ? 2 : length <= longest.medium ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = finalText;
  if (header === 2) {
    frame[1] = length;
  } else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}
