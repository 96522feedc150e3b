/** How many slots a cluster divides its keys into. */
export const slotCount = 16_384;

/** The slot of a key without braces: CRC-16 (XMODEM) of its bytes, as the specification of Redis Cluster has it. */
export function keySlot(key: string): number {
  let crc = 0;
  for (const byte of Buffer.from(key)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x80_00 ? 0x10_21 : 0)) & 0xff_ff;
  }
  return crc % slotCount;
}
