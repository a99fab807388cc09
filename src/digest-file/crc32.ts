/** CRC-32 as in gzip (RFC 1952 section 8): reflected polynomial 0xedb88320, all ones before and after. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let c = byte;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

/** Over bytes [from, to), continuing `before`. */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length, before = 0): number {
  let c = ~before;
  for (let i = from; i < to; i++) c = TABLE[(c ^ bytes[i]) & 0xff] ^ (c >>> 8);
  return ~c >>> 0;
}
