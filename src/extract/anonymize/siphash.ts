/** 64 bits as two 32-bit halves. */
interface Word {
  low: number;
  high: number;
}

function add(a: Word, b: Word): void {
  const low = (a.low >>> 0) + (b.low >>> 0);
  a.high = (a.high + b.high + (low > 0xffffffff ? 1 : 0)) | 0;
  a.low = low | 0;
}

function xor(a: Word, b: Word): void {
  a.low ^= b.low;
  a.high ^= b.high;
}

function rotate(a: Word, by: number): void {
  const { low, high } = a;
  if (by === 32) {
    a.low = high;
    a.high = low;
    return;
  }
  a.high = (high << by) | (low >>> (32 - by));
  a.low = (low << by) | (high >>> (32 - by));
}

function round(v: readonly Word[]): void {
  const [a, b, c, d] = v;
  add(a, b);
  rotate(b, 13);
  xor(b, a);
  rotate(a, 32);
  add(c, d);
  rotate(d, 16);
  xor(d, c);
  add(a, d);
  rotate(d, 21);
  xor(d, a);
  add(c, b);
  rotate(b, 17);
  xor(b, c);
  rotate(c, 32);
}

function word(b: Uint8Array, at: number): number {
  return b[at] | (b[at + 1] << 8) | (b[at + 2] << 16) | (b[at + 3] << 24);
}

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a pseudo-random function of short inputs under a key of 16 bytes.
 * Returns the 8 bytes of its value, as two numbers of 32 bits. In script, since the language itself has no cryptography.
 */
export function sipHash(key: Uint8Array, input: Uint8Array): [low: number, high: number] {
  const k0 = { low: word(key, 0), high: word(key, 4) };
  const k1 = { low: word(key, 8), high: word(key, 12) };
  const v = [
    { low: 0x70736575, high: 0x736f6d65 },
    { low: 0x6e646f6d, high: 0x646f7261 },
    { low: 0x6e657261, high: 0x6c796765 },
    { low: 0x79746573, high: 0x74656462 },
  ];
  xor(v[0], k0);
  xor(v[1], k1);
  xor(v[2], k0);
  xor(v[3], k1);
  const absorb = (m: Word) => {
    xor(v[3], m);
    round(v);
    round(v);
    xor(v[0], m);
  };
  const whole = input.length & ~7;
  for (let at = 0; at < whole; at += 8) absorb({ low: word(input, at), high: word(input, at + 4) });
  // The last word holds what is left over, and the length.
  const last = new Uint8Array(8);
  last.set(input.subarray(whole));
  last[7] = input.length;
  absorb({ low: word(last, 0), high: word(last, 4) });
  v[2].low ^= 0xff;
  for (let i = 0; i < 4; i++) round(v);
  const out = { low: 0, high: 0 };
  for (const part of v) xor(out, part);
  return [out.low >>> 0, out.high >>> 0];
}
