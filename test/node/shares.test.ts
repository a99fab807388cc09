import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharesOf } from "../../src/node/shares.js";
import { hopscope, ROOT } from "../support/hopscope.js";

interface Bench {
  headersOnly(path: string, frames: number, flows: number): void;
}

let folder: string;
let large: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hopscope-shares-"));
  large = join(folder, "large.pcap");
  const { headersOnly } = (await import(`${ROOT}bench/generate.mjs`)) as Bench;
  headersOnly(large, 400_000, 300);
  // The last record is cut: every share must say the same of it.
  await truncate(large, 54_000_000);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a large capture", () => {
  it("is read by as many threads as there are cores, a small one, or a pipe, by one", () => {
    const cores = Math.min(availableParallelism(), 3);
    expect(sharesOf({ name: "a", files: [large] })).toBe(cores);
    expect(sharesOf({ name: "a", files: [join(ROOT, "fixtures/incident/v1/vm.pcap")] })).toBe(1);
    expect(sharesOf({ name: "a", files: ["-"] })).toBe(1);
  });

  it("gives the same report whatever the number of threads", async () => {
    const inShares = await hopscope(["analyze", "--json", `x=${large}`]);
    const atOnce = await hopscope(["analyze", "--json", "x=-"], { stdin: await readFile(large) });
    const report = JSON.parse(inShares.stdout);
    expect(report.findings.map((f: { code: string }) => f.code)).toContain("mtu-black-hole");
    const named = atOnce.stdout.replaceAll('"-"', JSON.stringify(large));
    expect(JSON.parse(named)).toEqual(report);
  });

  it("gives the same report where it is damaged", async () => {
    const bytes = await readFile(large);
    const damaged = join(folder, "damaged.pcap");
    // Each record has 16 bytes before its frame; this one claims more than any has.
    let at = 24;
    while (at < 30_000_000) at += 16 + bytes.readUInt32LE(at + 8);
    bytes.writeUInt32LE(0x7fff_ffff, at + 8);
    await writeFile(damaged, bytes);
    const inShares = await hopscope(["analyze", "--json", `x=${damaged}`]);
    const atOnce = await hopscope(["analyze", "--json", "x=-"], { stdin: bytes });
    expect(JSON.parse(inShares.stdout).vantagePoints[0].damage.offset).toBe(at);
    expect(atOnce.stdout.replaceAll('"-"', JSON.stringify(damaged))).toBe(inShares.stdout);
  });

  it("gives the same report in two files", async () => {
    const bytes = await readFile(large);
    let at = 24;
    while (at < 25_500_000) at += 16 + bytes.readUInt32LE(at + 8);
    const parts = [join(folder, "first.pcap"), join(folder, "second.pcap")];
    await writeFile(parts[0], bytes.subarray(0, at));
    await writeFile(parts[1], Buffer.concat([bytes.subarray(0, 24), bytes.subarray(at)]));
    const one = JSON.parse((await hopscope(["analyze", "--json", `x=${large}`])).stdout);
    const two = JSON.parse((await hopscope(["analyze", "--json", `x=${parts.join(",")}`])).stdout);
    expect(two.vantagePoints[0].frames).toBe(one.vantagePoints[0].frames);
    expect(two.findings[0]).toEqual(one.findings[0]);
    expect(two.flows).toEqual(one.flows);
  });

  it("is looked for among the words of the command line, and a word that no file can be called does no harm", async () => {
    const { status, stderr } = await hopscope(["analyze", "a".repeat(5000)]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^hopscope: a+: it cannot be read/);
  });

  it("becomes the same digest", async () => {
    const digest = join(folder, "large.digest");
    expect((await hopscope(["digest", `x=${large}`, "-o", digest])).status).toBe(0);
    const fromDigest = JSON.parse((await hopscope(["analyze", "--json", `x=${digest}`])).stdout);
    const report = JSON.parse((await hopscope(["analyze", "--json", `x=${large}`])).stdout);
    expect(fromDigest.findings).toEqual(report.findings);
    expect(fromDigest.flows).toEqual(report.flows);
  });
});
