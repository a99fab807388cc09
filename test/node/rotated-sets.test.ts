import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { analyzeFiles } from "../../src/node/analyze.js";
import { captureSources } from "../../src/node/capture-set.js";
import type { Report } from "../../src/report/contract.js";
import { layoutOf } from "../support/corrupt.js";
import { incidentCaptures } from "../support/incident.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-rotated-"));
afterAll(() => rmSync(folder, { recursive: true }));

const captures = incidentCaptures("v1");
const others = captures.filter((file) => basename(file) !== "border-nic.pcap");
const whole = captures.find((file) => basename(file) === "border-nic.pcap") as string;

/** As `tcpdump -C` names them: the second one ends in 1. */
const parts = ["border.pcap", "border.pcap1", "border.pcap2"].map((name) => join(folder, name));

beforeAll(() => {
  const bytes = new Uint8Array(readFileSync(whole));
  const { first, records } = layoutOf(bytes);
  const cuts = [0, 11, 30, records.length];
  parts.forEach((part, i) => {
    const own = records.slice(cuts[i], cuts[i + 1]);
    writeFileSync(part, Buffer.concat([bytes.slice(0, first), bytes.slice(own[0].start, own[own.length - 1].end)]));
  });
});

/** A report without what names files. */
function withoutSources(report: Report): Report {
  return { ...report, vantagePoints: report.vantagePoints.map((v) => ({ ...v, source: "" })) };
}

describe("a rotated set", () => {
  const spellings: [how: string, args: () => string[]][] = [
    ["in order, comma-joined", () => [`border-nic=${parts.join(",")}`]],
    ["in any order", () => [`border-nic=${[...parts].reverse().join(",")}`]],
    ["as a pattern the shell left alone", () => [`border-nic=${join(folder, "border.pcap*")}`]],
    ["as the same NAME again and again", () => parts.map((part) => `border-nic=${part}`)],
    ["named twice", () => [`border-nic=${parts[0]},${join(folder, "b?rder.pcap[0-9]")}`, `border-nic=${parts[1]}`]],
  ];

  it.each(spellings)("%s is one vantage point, and the report that of one file", async (_, args) => {
    const report = await analyzeFiles([...others, ...args()]);
    expect(withoutSources(report)).toEqual(withoutSources(await analyzeFiles(captures)));
    expect(report.vantagePoints.find((v) => v.id === "border-nic")?.source.split(",")).toHaveLength(3);
  });

  it("that still grows gives what is there, and says where it ends", async () => {
    const bytes = readFileSync(parts[2]);
    const growing = join(folder, "growing.pcap2");
    const empty = join(folder, "growing.pcap3");
    writeFileSync(growing, bytes.subarray(0, bytes.length - 20));
    writeFileSync(empty, "");
    const report = await analyzeFiles([...others, `border-nic=${parts[0]},${parts[1]},${empty},${growing}`]);
    const point = report.vantagePoints.find((v) => v.id === "border-nic");
    const all = (await analyzeFiles([whole])).vantagePoints[0].frames;
    expect(point?.frames).toBe(all - 1);
    expect(point?.damage).toMatchObject({ frame: all - 1, what: expect.stringMatching(/^growing.pcap2: .*cut/) });
    expect(report.findings.filter((f) => f.role === "primary").map((f) => f.code)).toEqual(["mtu-black-hole"]);
  });

  it("whose next file has no header yet says so", async () => {
    const empty = join(folder, "next.pcap1");
    writeFileSync(empty, "");
    const [point] = (await analyzeFiles([`a=${parts[0]},${empty}`])).vantagePoints;
    expect(point).toMatchObject({ frames: 11, damage: { frame: 11, offset: 0, what: "next.pcap1: it is empty" } });
  });
});

describe("captureSources", () => {
  it("expands a pattern without a NAME to a vantage point each, as a shell would", () => {
    expect(captureSources([join(folder, "border.pcap[12]")]).map((s) => s.files)).toEqual([[parts[1]], [parts[2]]]);
  });

  it("takes a file for itself, whatever its name looks like", () => {
    const strange = join(folder, "a,[1].pcap");
    writeFileSync(strange, "");
    expect(captureSources([strange, `x=${strange}`]).map((s) => s.files)).toEqual([[strange], [strange]]);
  });

  it("says when nothing matches", () => {
    expect(() => captureSources([`x=${join(folder, "*.nothing")}`])).toThrow(/no file matches/);
    expect(() => captureSources([`x=${join(folder, "[z-a]*")}`])).toThrow(/no file matches/);
    expect(() => captureSources([join(folder, "none", "*.pcap")])).toThrow(/no file matches/);
  });
});
