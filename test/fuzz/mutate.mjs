/** Random numbers that are the same for the same seed (mulberry32), so that a failing input can be made again. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/** Values that break arithmetic. */
const EXTREMES = [0, 1, 2, 3, 4, 7, 8, 15, 16, 19, 20, 0x3f, 0x40, 0x7f, 0x80, 0xf0, 0xfe, 0xff];
const EXTREMES_32 = [0, 1, 0xffff, 0x10000, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];

/** A damaged copy of `original`, of at most `longest` bytes; `other` is something to take pieces from. */
export function mutate(original, other, random, longest) {
  let bytes = original.slice(0, longest);
  for (let left = 1 + random(6); left > 0; left--) bytes = once(bytes, other, random, longest);
  return bytes;
}

function once(bytes, other, random, longest) {
  const { length } = bytes;
  // Headers are where it hurts: half of the damage goes into the first bytes.
  const at = length === 0 ? 0 : random(random(2) === 0 ? Math.min(length, 128) : length);
  switch (random(10)) {
    case 0:
      bytes[at] ^= 1 << random(8);
      return bytes;
    case 1:
      bytes[at] = random(256);
      return bytes;
    case 2:
      bytes[at] = EXTREMES[random(EXTREMES.length)];
      return bytes;
    case 3:
      bytes[at] = EXTREMES[random(EXTREMES.length)];
      if (at + 1 < length) bytes[at + 1] = EXTREMES[random(EXTREMES.length)];
      return bytes;
    case 4: {
      if (at + 4 > length) return bytes;
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(
        at,
        EXTREMES_32[random(EXTREMES_32.length)],
        random(2) === 0,
      );
      return bytes;
    }
    case 5:
      return bytes.slice(0, at);
    case 6: {
      const stop = Math.min(length, at + 1 + random(64));
      return join(bytes.subarray(0, at), bytes.subarray(stop));
    }
    case 7: {
      const noise = Uint8Array.from({ length: 1 + random(32) }, () => random(256));
      return join(bytes.subarray(0, at), noise, bytes.subarray(at)).slice(0, longest);
    }
    case 8: {
      // A piece again and again: loops of encapsulations, option lists without end.
      const piece = bytes.subarray(at, Math.min(length, at + 1 + random(80)));
      const again = Array.from({ length: 1 + random(40) }, () => piece);
      return join(bytes.subarray(0, at), ...again, bytes.subarray(at)).slice(0, longest);
    }
    default: {
      const from = random(other.length + 1);
      return join(bytes.subarray(0, at), other.subarray(from, from + 1 + random(200)), bytes.subarray(at)).slice(
        0,
        longest,
      );
    }
  }
}

function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
