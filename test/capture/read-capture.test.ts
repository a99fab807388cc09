import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/node/errors.js";
import { readCapture } from "../../src/node/read-capture.js";
import { concat, hex } from "./bytes.js";

const HEADER = hex("d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000");
const RECORD = hex("00f15365 01000000 04000000 3c000000 01020304");
const MANY = concat(HEADER, ...Array.from({ length: 50000 }, () => RECORD));
/** A zstd frame of two raw blocks, HEADER and one RECORD, RFC 8878 section 3.1.1. */
const ZSTD = concat(hex("28b52ffd 20 2c"), hex("c0 00 00"), HEADER, hex("a1 00 00"), RECORD);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function count(path: string) {
  let frames = 0;
  const read = await readCapture(path, () => {
    frames++;
  });
  return { frames, ...read };
}

describe("readCapture", () => {
  it("streams a file and tells its progress", async () => {
    const seen: [number, number | null][] = [];
    let frames = 0;
    const { reader, bytes } = await readCapture(await file("many.pcap", MANY), () => frames++, {
      onProgress: (read, total) => seen.push([read, total]),
    });
    expect([frames, reader.damage, bytes]).toEqual([50000, null, MANY.length]);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toEqual([MANY.length, MANY.length]);
  });

  it("reads gzip, of several members too", async () => {
    const gz = concat(gzipSync(MANY), gzipSync(RECORD));
    const { frames, reader, bytes } = await count(await file("many.pcap.gz", gz));
    expect([frames, reader.damage, bytes]).toEqual([50001, null, gz.length]);
  });

  it("reads what a cut gzip stream still holds and says that it breaks off", async () => {
    const gz = gzipSync(MANY);
    const { frames, reader } = await count(await file("cut.pcap.gz", gz.subarray(0, gz.length - 20)));
    expect(frames).toBeGreaterThan(1000);
    expect(reader.damage?.what).toMatch(/gzip stream breaks off/);
  });

  it("reads zstd, and says where it is cut", async () => {
    const whole = await count(await file("one.pcap.zst", ZSTD));
    expect([whole.frames, whole.reader.damage]).toEqual([1, null]);
    const cut = await count(await file("cut.pcap.zst", ZSTD.subarray(0, ZSTD.length - 3)));
    expect([cut.frames, cut.reader.interfaces.length]).toEqual([0, 1]);
    expect(cut.reader.damage?.what).toMatch(/zstd stream breaks off/);
    await expect(count(await file("none.zst", ZSTD.subarray(0, 8)))).rejects.toThrow("breaks off");
  });

  it("stops when aborted", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(readCapture(await file("a.pcap", MANY), () => {}, { signal: abort.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("passes on what its sink throws", async () => {
    const bug = new Error("a bug");
    const path = await file("b.pcap", MANY);
    const packed = await file("b.pcap.gz", gzipSync(MANY));
    for (const source of [path, packed]) {
      await expect(
        readCapture(source, () => {
          throw bug;
        }),
      ).rejects.toBe(bug);
    }
  });

  it("says what is wrong with a source that holds no capture", async () => {
    const code = (path: string) =>
      count(path).then(
        () => null,
        (error) => (error instanceof UserError ? error.code : error),
      );
    expect(await code(join(folder, "missing.pcap"))).toBe("file-not-found");
    expect(await code(folder)).toBe("is-a-directory");
    expect(await code(await file("empty", new Uint8Array(0)))).toBe("empty-capture");
    expect(await code(await file("text", new TextEncoder().encode("some words of text")))).toBe("not-a-capture");
    expect(await code(await file("short", hex("01")))).toBe("not-a-capture");
    expect(await code(await file("text.gz", gzipSync("some words of text")))).toBe("not-a-capture");
  });
});
