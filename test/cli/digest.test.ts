import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/contract.js";
import { hopscope } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";

const captures = incidentCaptures("v1");
const folder = mkdtempSync(join(tmpdir(), "hopscope-digest-"));
const inFolder = (name: string) => join(folder, name);
const digestOf = (capture: string) => inFolder(`${basename(capture, ".pcap")}.digest`);
afterAll(() => rmSync(folder, { recursive: true }));

const withoutSources = (json: string) => json.replaceAll(/"source": .*/g, "");

async function json(...args: string[]): Promise<string> {
  const { stdout, stderr } = await hopscope(["analyze", ...args, "--json"]);
  expect(stderr).toBe("");
  return withoutSources(stdout);
}

async function names(...args: string[]): Promise<string[]> {
  return (JSON.parse(await json(...args)) as Report).vantagePoints.map((v) => v.name);
}

beforeAll(async () => {
  for (const capture of captures) {
    const { status, stderr } = await hopscope(["digest", capture, "-o", digestOf(capture), "--quiet"]);
    expect([status, stderr]).toEqual([0, ""]);
  }
});

describe("hopscope digest", () => {
  it("makes what analyze says the same of, alone and beside captures", async () => {
    const expected = await json(...captures);
    expect(await json(...captures.map(digestOf))).toBe(expected);
    expect(await json(...captures.map((c, i) => (i % 2 === 0 ? c : digestOf(c))))).toBe(expected);
  });

  it("makes one file of several vantage points, of captures and digests", async () => {
    const all = inFolder("all");
    const given = captures.map((c, i) => (i < 3 ? c : digestOf(c)));
    const { status, stdout, stderr } = await hopscope(["digest", ...given, "-o", all]);
    expect([status, stdout]).toEqual([0, ""]);
    expect(stderr).toMatch(/^hopscope: .*all: 7\.\d kB, 7 vantage points, 20 flows; \d+ kB were read\n$/);
    expect(await json(all)).toBe(await json(...captures));
    expect(await names(`x=${all}`)).toEqual(captures.map((c) => `x:${basename(c, ".pcap")}`).sort());
  });

  it("takes standard input, named after the file it writes, and gives standard output", async () => {
    const [capture] = captures;
    const stdin = readFileSync(capture);
    await hopscope(["digest", "-", "-o", inFolder("nic.digest"), "--quiet"], { stdin });
    expect(await names(inFolder("nic.digest"))).toEqual(["nic"]);
    const piped = await hopscope(["analyze", "-", "--json"], { stdin: gzipSync(readFileSync(digestOf(capture))) });
    expect(withoutSources(piped.stdout)).toBe(await json(capture));
    const { stdout } = await hopscope(["digest", capture, "-o", "-", "--quiet"]);
    expect(stdout).toContain("HPD\r\n");
  });

  it("speaks the reader's language", async () => {
    const { stderr } = await hopscope(["digest", captures[0], "-o", inFolder("zh"), "--lang", "zh-CN"]);
    expect(stderr).toMatch(/1 个抓包点，3 条流/);
  });
});

describe("the name of a digest's vantage point", () => {
  const vm = () => digestOf(captures.find((c) => c.endsWith("/vm.pcap")) as string);

  it("is that of its making, whatever its file is called, unless NAME=FILE says otherwise", async () => {
    copyFileSync(vm(), inFolder("copy"));
    expect(await names(inFolder("copy"))).toEqual(["vm"]);
    expect(await names(`here=${inFolder("copy")}`)).toEqual(["here"]);
  });

  it("is its file's where two would be called the same, whatever their order", async () => {
    for (const host of ["h1", "h2"]) {
      mkdirSync(inFolder(host));
      copyFileSync(vm(), inFolder(`${host}/vm.digest`));
    }
    const pair = [inFolder("h1/vm.digest"), inFolder("h2/vm.digest")];
    expect(await names(...pair)).toEqual(["h1/vm", "h2/vm"]);
    expect(await names(...pair.reverse())).toEqual(["h1/vm", "h2/vm"]);
    expect(await names(inFolder("h1/vm.digest"), `vm=${captures[0]}`)).toEqual(["h1/vm", "vm"]);
  });
});

describe("a digest is refused", () => {
  const digest = () => digestOf(captures[0]);
  const NO_FRAMES = /^hopscope: .*border-lan\.digest: it is a digest, which holds no frames; this needs the capture/;

  it.each([
    ["by dissect", () => ["dissect", digest()], NO_FRAMES],
    ["by extract", () => ["extract", digest(), "-w", inFolder("x.pcapng")], NO_FRAMES],
    [
      "by extract as a baseline",
      () => ["extract", captures[1], "--baseline", digest(), "-w", inFolder("x.pcapng")],
      NO_FRAMES,
    ],
    [
      "in a set",
      () => ["analyze", `a=${digest()},${captures[0]}`],
      /several files of one name are read as one capture/,
    ],
    ["as what it is to be written to", () => ["digest", digest(), "-o", digest()], /one of the captures to read/],
  ])("%s", async (_, args, why) => {
    const { status, stdout, stderr } = await hopscope(args());
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(why);
  });

  it.each([
    ["cut off", (b: Buffer) => b.subarray(0, -30), /a digest that is cut off: its end is missing after byte \d+/],
    ["damaged", (b: Buffer) => b.fill(0, 100, 110), /a damaged digest: the checksum of block 0 is wrong/],
  ])("where it is %s", async (name, change, why) => {
    writeFileSync(inFolder(name), change(readFileSync(digest())));
    const { status, stderr } = await hopscope(["analyze", inFolder(name), captures[1]]);
    expect(status).toBe(2);
    expect(stderr).toMatch(why);
    expect(stderr).toContain("next: hopscope digest FILE -o OUT");
  });

  it("on no output, or no input", async () => {
    expect((await hopscope(["digest", captures[0]])).stderr).toContain("digest needs a file to write");
    expect((await hopscope(["digest", "-o", "x"])).stderr).toContain("digest needs a capture to read");
  });
});
