import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { digestSource } from "../../src/node/digest-captures.js";
import { digestFile } from "../../src/node/digest-files.js";
import { writeResult } from "../../src/node/write-result.js";
import { CONVERSATIONS } from "../diagnose/conversations.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-digest-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a digest file of several reads", () => {
  it("is read as it was written", async () => {
    const [digest] = CONVERSATIONS[0].talk().digests();
    const [flow] = digest.tcp;
    // Numbers that do not deflate.
    const word = (i: number) => createHash("sha256").update(String(i)).digest().readUInt32LE();
    const samples = (i: number) =>
      Array.from({ length: 24 }, (_, n) => word(24 * i + n))
        .sort((a, b) => a - b)
        .flatMap((hash, n) => [hash, 1 + n, word(hash)]);
    const tcp = Array.from({ length: 3000 }, (_, i) => ({
      ...flow,
      toServer: { ...flow.toServer, samples: samples(i) },
    }));
    const path = join(folder, "large.digest");
    const large: Digest = { ...digest, tcp, source: path };
    await writeResult(path, digestFile([{ group: digest.name, digest: large }]));
    expect(statSync(path).size).toBeGreaterThan(600_000);
    const [read] = await digestSource({ name: "x", files: [path] }, { decode: ANALYSIS_PORTS });
    expect(read).toEqual(large);
  });
});
