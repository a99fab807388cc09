import { deflateRawSync, inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/digest-file/crc32.js";
import { BadDigest } from "../../src/digest-file/errors.js";
import { CONVERSATIONS } from "../diagnose/conversations.js";
import { digestsIn, incident } from "../support/digests.js";
import { Random } from "../support/random.js";
import { fileOf, read } from "./files.js";

const small = fileOf(CONVERSATIONS[0].talk().digests().slice(0, 1));
const HEADER = 16;
const BLOCK = 20;

/** How a file is refused; null where it is read. */
async function refusal(file: Uint8Array): Promise<BadDigest | null> {
  try {
    await read(file);
    return null;
  } catch (error) {
    if (error instanceof BadDigest) return error;
    throw error;
  }
}

interface Block {
  kind: number;
  method: number;
  number: number;
  stored: Uint8Array;
  /** What it claims to be inflated. */
  length: number;
}

function blocksIn(file: Uint8Array): Block[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const out: Block[] = [];
  for (let at = HEADER; at < file.length; ) {
    const length = view.getUint32(at + 8, true);
    const stored = file.subarray(at + BLOCK, at + BLOCK + length);
    out.push({
      ...{ kind: file[at], method: file[at + 1], number: view.getUint32(at + 4, true) },
      ...{ stored, length: view.getUint32(at + 12, true) },
    });
    at += BLOCK + length;
  }
  return out;
}

/** A file of these blocks, with checksums that are right. */
function fileWith(blocks: readonly Block[], version = 2): Uint8Array {
  const header = small.slice(0, HEADER);
  new DataView(header.buffer).setUint16(8, version, true);
  new DataView(header.buffer).setUint32(12, crc32(header, 0, 12), true);
  const pieces = blocks.map(({ kind, method, number, stored, length }) => {
    const out = new Uint8Array(BLOCK + stored.length);
    const view = new DataView(out.buffer);
    out.set([kind, method]);
    view.setUint32(4, number, true);
    view.setUint32(8, stored.length, true);
    view.setUint32(12, length, true);
    view.setUint32(16, crc32(stored, 0, stored.length, crc32(out, 0, 16)), true);
    out.set(stored, BLOCK);
    return out;
  });
  return new Uint8Array(Buffer.concat([header, ...pieces]));
}

const plain = (b: Block) => (b.method === 0 ? b.stored : inflateRawSync(b.stored));

describe("crc32", () => {
  it("is that of gzip", () => {
    expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
    expect(crc32(Buffer.from("6789"), 0, 4, crc32(Buffer.from("12345")))).toBe(0xcbf43926);
  });
});

describe("a damaged digest", () => {
  it("is refused wherever it is cut", async () => {
    expect(await refusal(small)).toBeNull();
    for (let length = 0; length < small.length; length++) {
      expect((await refusal(small.subarray(0, length)))?.code, `cut after ${length}`).toBe("truncated");
    }
  });

  it("is refused wherever a bit of it flips", async () => {
    for (let bit = 0; bit < small.length * 8; bit++) {
      const file = small.slice();
      file[bit >> 3] ^= 1 << (bit & 7);
      expect(await refusal(file), `bit ${bit}`).not.toBeNull();
    }
  });

  it("is refused where blocks are missing, doubled, swapped, or followed by something", async () => {
    const [point, tcp, end] = blocksIn(small);
    expect(await refusal(fileWith([point, tcp, end]))).toBeNull();
    for (const blocks of [[point, end], [point, tcp, tcp, end], [tcp, point, end], [end]])
      expect((await refusal(fileWith(blocks)))?.code).toBe("damaged");
    expect((await refusal(new Uint8Array(Buffer.concat([small, Uint8Array.of(0)]))))?.message).toContain(
      "1 bytes follow its end",
    );
  });

  it("is refused by its version where that is newer or older, and says so", async () => {
    const newer = await refusal(fileWith(blocksIn(small), 3));
    expect([newer?.code, newer?.message]).toEqual([
      "newer-version",
      "a digest of version 3, from a newer hopscope; this one reads version 2",
    ]);
    const older = await refusal(fileWith(blocksIn(small), 1));
    expect([older?.code, older?.message]).toEqual([
      "older-version",
      "a digest of version 1, from an older hopscope; this one reads version 2: make it again",
    ]);
    expect((await refusal(fileWith(blocksIn(small), 0)))?.code).toBe("damaged");
  });
});

describe("a hostile digest", () => {
  it.each([
    ["4 GiB of one byte", { method: 1, stored: Uint8Array.of(3), length: 0xffffffff }],
    ["a bomb of zeros", { method: 1, stored: deflateRawSync(Buffer.alloc(30e6)), length: 30e6 }],
    ["more than it stores", { method: 0, stored: Uint8Array.of(1), length: 2 }],
    ["no deflate", { method: 1, stored: Uint8Array.of(255, 255), length: 2 }],
    ["less than is there", { method: 1, stored: deflateRawSync(Buffer.alloc(50)), length: 20 }],
    ["an unknown method", { method: 7, stored: new Uint8Array(4), length: 4 }],
    ["no flows at all, and no columns", { method: 0, stored: new Uint8Array(1), length: 1 }],
    ["a million flows", { method: 0, stored: Uint8Array.of(0xc0, 0x84, 0x3d), length: 3 }],
  ])("that claims %s is refused", async (_, claim) => {
    const [point, tcp, end] = blocksIn(small);
    const started = performance.now();
    expect((await refusal(fileWith([point, { ...tcp, ...claim }, end])))?.code).toBe("damaged");
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("with right checksums is refused or read, and takes no more than it brings", async () => {
    const [digest] = [...(await digestsIn(incident("v1"))).values()];
    const blocks = blocksIn(fileOf([digest]));
    const random = new Random(7);
    const outcome = { read: 0, refused: 0 };
    const started = performance.now();
    for (let n = 0; n < 6000; n++) {
      const file = fileWith(blocks.map((b) => (random.below(3) === 0 ? mutated(b, random) : b)));
      try {
        const digests = await read(file, (stored, length) => {
          expect(length).toBeLessThanOrEqual(Math.min(64 * stored, 32 * 1024 * 1024));
        });
        outcome.read++;
        // A byte of a column makes a field, and a field of JSON has some 20 characters of name and braces.
        const plainBytes = blocksIn(file).reduce((sum, b) => sum + b.length, 0);
        expect(JSON.stringify(digests).length).toBeLessThan(64 * plainBytes + 10_000);
      } catch (error) {
        if (!(error instanceof BadDigest)) throw error;
        outcome.refused++;
      }
    }
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(outcome.read).toBeGreaterThan(300);
    expect(outcome.refused).toBeGreaterThan(1000);
  }, 120_000);
});

/** Damage inside a block: what no checksum can tell from a digest that somebody meant. */
function mutated(block: Block, random: Random): Block {
  const body = Buffer.from(plain(block));
  for (let left = 1 + random.below(4); left > 0 && body.length > 0; left--) {
    const at = random.below(body.length);
    body[at] = random.pick([0, 1, 2, 0x7f, 0x80, 0xff, random.below(256), body[at] ^ (1 << random.below(8))]);
  }
  const cut = random.below(8) === 0 ? body.subarray(0, random.below(body.length + 1)) : body;
  return { ...block, method: 0, stored: cut, length: cut.length };
}
