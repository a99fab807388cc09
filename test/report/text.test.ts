import { beforeAll, describe, expect, it } from "vitest";
import { en } from "../../src/messages/en.js";
import { zhCN } from "../../src/messages/zh-CN.js";
import { analyzeFiles } from "../../src/node/analyze.js";
import type { Report, ReportFinding } from "../../src/report/contract.js";
import { widthOf } from "../../src/report/text/width.js";
import { textReport } from "../../src/report/text.js";
import { incidentCaptures } from "../support/incident.js";

const languages = Object.entries({ en, zhCN });
let first: Report;
let second: Report;

beforeAll(async () => {
  first = await analyzeFiles(incidentCaptures("v1"));
  second = await analyzeFiles(incidentCaptures("v2"));
});

const plain = (report: Report, words: Record<string, string> = en, width = 80) =>
  textReport(report, { words, width, colour: false });

describe("the incident's first round, as text", () => {
  it("begins with the verdict in one sentence", () => {
    expect(plain(first).split("\n\n")[0].replace(/\s+/g, " ")).toMatch(
      /^✗ Packets of 1500 bytes from the server to the client vanish between border-nic and hypervisor-nic; smaller ones pass there, up to 1450 bytes, and no PTB tells the sender\./,
    );
  });

  it("lays the sum out as a sum", () => {
    const lines = plain(first)
      .split("\n")
      .map((line) => line.replace(/\s+/g, " ").trim());
    for (const line of [
      "1460 MSS",
      "+ 40 headers",
      "= 1500 packet",
      "+ 50 VXLAN",
      "= 1550 packet on",
      "> 1500 largest that passed 1450 + 50",
    ])
      expect(lines.some((l) => l.startsWith(line))).toBe(true);
  });

  it("draws the path, the tunnel, and the break where it is", () => {
    const drawn = plain(first)
      .split("\n")
      .map((line) => line.trim());
    const from = drawn.findIndex((line) => line.startsWith("● hypervisor-nic"));
    expect(drawn[from]).toBe("● hypervisor-nic   in VXLAN, +50");
    expect(drawn[from + 1]).toMatch(/^║ +569 +- +1450 +1500$/);
    expect(drawn[from + 2]).toMatch(/^╳━━ 1500 bytes to the client stop here ━+$/);
    expect(drawn[from + 3]).toBe("║");
    expect(drawn[from + 4]).toMatch(/^● border-nic/);
  });

  it("names frames and filters, what is ruled out, and the next wall", () => {
    const text = plain(first);
    for (const part of ["tcp.seq_raw == ", "random-loss ", "next wall ", "1410 + 40 = 1450", "undo ", "verify "]) {
      expect(text).toContain(part);
    }
  });
});

describe("the second round", () => {
  it("breaks at the port", () => {
    const drawn = plain(second).split("\n");
    const port = drawn.findIndex((line) => line.trim() === "● vm-port");
    expect(drawn[port + 2]).toContain("╳━━");
    expect(drawn[port + 4].trim()).toBe("● hypervisor-vxlan");
  });
});

describe.each(languages)("in %s", (_, words) => {
  it.each([80, 100, 120])("no line is wider than a terminal of %d columns, commands aside", (width) => {
    for (const report of [first, second]) {
      const wide = plain(report, words, width)
        .split("\n")
        .filter((line) => widthOf(line) > width && !/^\s+(\S+\s+)?[$#] |^\s+\S*\s+.*nft delete/.test(line));
      expect(wide).toEqual([]);
    }
  });

  it("colour adds nothing but colour", () => {
    const painted = textReport(first, { words, width: 80, colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences
    expect(painted.replace(/\x1b\[\d+m/g, "")).toBe(plain(first, words));
    expect(painted).toContain("\x1b[31m");
  });

  it("leaves no key and no place unsaid", () => {
    const text = plain(first, words) + plain(second, words);
    expect(text).not.toMatch(/\b(report|term|verdict|remedy|title|outcome|basis)\.[a-z]/);
    expect(text).not.toMatch(/\{\w+[|@}]/);
  });
});

describe("other reports", () => {
  const nothing = (): Report => ({ ...first, findings: [] });

  it("that find nothing say so in one line, and what was looked at", () => {
    const text = plain(nothing());
    expect(text.split("\n")[0]).toBe("✓ Nothing is wrong here: 3 flows at 7 vantage points, none of them failed.");
    expect(text).toContain("hypervisor-vxlan  40 frames");
  });

  it("of no flow at all say that there is nothing to judge", () => {
    expect(plain({ ...nothing(), flows: [] })).toMatch(/^\? No flow was found at 7 vantage points/);
  });

  it("of many flows stay short", () => {
    const flows = Array.from({ length: 5000 }, (_, i) => ({ ...first.flows[1], id: `f${i + 1}` }));
    const text = plain({ ...first, flows: [first.flows[0], ...flows] });
    expect(text.split("\n").length).toBeLessThan(200);
    expect(text).toContain("and 4989 more, 0 of them failed");
  });

  it("of many findings tell the gravest in full and count the others", () => {
    const [finding] = first.findings;
    const many: ReportFinding[] = Array.from({ length: 40 }, () => finding);
    const text = plain({ ...first, findings: many });
    expect(text).toMatch(/^40 causes for flows that failed\./);
    expect(text.match(/^Path/gm)).toHaveLength(5);
    expect(text).toContain("Further causes");
  });

  it("keep a capture's names from commanding the terminal", () => {
    const named = {
      ...first,
      vantagePoints: first.vantagePoints.map((v) => (v.id === "vm" ? { ...v, name: "\x1b]0;owned\x07vm" } : v)),
    };
    const text = plain(named);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
    expect(text).toContain("\ufffd]0;owned\ufffdvm");
  });

  it("tell of damage and of frames the capture lost", () => {
    const damaged = first.vantagePoints.map((v) =>
      v.id === "vm"
        ? { ...v, damage: { frame: 12, offset: 3456, what: "the file ends inside a packet" }, dropped: 7 }
        : v,
    );
    const text = plain({ ...first, vantagePoints: damaged }).replace(/\s+/g, " ");
    expect(text).toContain("breaks off after frame 12, at byte 3456: the file ends inside a packet, 7 frames dropped");
  });
});
