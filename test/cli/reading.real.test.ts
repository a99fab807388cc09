import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/contract.js";
import { hopscope } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";
import { onTerminal } from "../support/on-terminal.js";

const CTRL_C = "\x03";
const CLEARED = "\r\x1b[K";
const container = incidentCaptures("v1").find((c) => c.endsWith("/container.pcap")) as string;
const folder = mkdtempSync(join(tmpdir(), "hopscope-reading-"));
const inFolder = (name: string) => join(folder, name);
/** A capture of the same frames again and again: long enough to be interrupted. */
const long = inFolder("long.pcap");
const LONG = 900e6;

beforeAll(() => {
  const capture = readFileSync(container);
  const records = capture.subarray(24);
  const many = Buffer.concat(Array.from({ length: 2000 }, () => records));
  const fd = openSync(long, "w");
  writeSync(fd, capture.subarray(0, 24));
  for (let written = 0; written < LONG; written += many.length) writeSync(fd, many);
  closeSync(fd);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A named pipe that holds a capture, and whose end does not come. */
function openPipe(name: string): { path: string; close: () => void } {
  const path = inFolder(name);
  execFileSync("mkfifo", [path]);
  // For both ways: opening for writing alone waits for a reader.
  const fd = openSync(path, constants.O_RDWR);
  writeSync(fd, readFileSync(container));
  return { path, close: () => closeSync(fd) };
}

const lineOf = (text: string) => text.split("\r").filter((part) => part.startsWith("reading:"));
const jsonOf = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Report;

describe("on a terminal", () => {
  it("a line says how far it is, and goes away before the report", async () => {
    const pipe = openPipe("slow");
    let sent = false;
    const { text, status } = await onTerminal(["analyze", pipe.path], (shown) => {
      if (sent || lineOf(shown).length < 3) return;
      sent = true;
      pipe.close();
    });
    expect(status).toBe(1);
    expect(lineOf(text)[0]).toMatch(/^reading: 2\.1 kB, \d+ kB\/s/);
    const cleared = text.lastIndexOf(CLEARED);
    expect(text.slice(0, cleared)).not.toContain("vanish");
    expect(text.slice(cleared)).toContain("vanish");
    expect(text.slice(cleared + CLEARED.length)).not.toContain("\x1b[K");
  });

  it("the line is of bytes, rate and time left, for digest too", async () => {
    let typed = false;
    const { text } = await onTerminal(["digest", long, "-o", inFolder("long.digest")], (shown, type) => {
      if (typed || lineOf(shown).length < 2) return;
      typed = true;
      type(CTRL_C);
    });
    expect(lineOf(text)[1]).toMatch(/^reading: [\d.]+ [kM]B of 9\d\d MB, [\d.]+ [kMG]B\/s, (\d+ min )?\d+ s left/);
  });

  it("--quiet shows none", async () => {
    const digest = ["digest", "--quiet", container, "-o", inFolder("quiet")];
    expect((await onTerminal(digest)).text).toBe("");
    const pipe = openPipe("quiet-pipe");
    setTimeout(pipe.close, 1000);
    expect((await onTerminal(["analyze", "--quiet", pipe.path])).text).not.toContain("\x1b[K");
  });

  it("the line is in the reader's language", async () => {
    const pipe = openPipe("chinese");
    setTimeout(pipe.close, 1500);
    expect((await onTerminal(["analyze", pipe.path, "--lang", "zh-CN"])).text).toContain("正在读取");
  });
});

describe("where stderr is no terminal", () => {
  it("nothing is shown", async () => {
    const stdin = Buffer.concat([readFileSync(container), Buffer.alloc(20e6, readFileSync(container).subarray(24))]);
    const { stderr } = await hopscope(["analyze", "-", "--json"], { stdin });
    expect(stderr).toBe("");
  });
});

describe("Ctrl-C", () => {
  it("reports what was read of a file so far, and says so", async () => {
    let typed = false;
    const out = inFolder("part.json");
    const { status, text } = await onTerminal(
      ["analyze", long, "--markdown", inFolder("part.md"), "--json"],
      (shown, type) => {
        if (typed || lineOf(shown).length < 2) return;
        typed = true;
        type(CTRL_C);
      },
    );
    writeFileSync(out, text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
    const [point] = jsonOf(out).vantagePoints;
    expect(status).toBe(130);
    expect(text).toMatch(/hopscope: interrupted: this is of what was read, [\d.]+ [kM]B of 9\d\d MB\r\n$/);
    expect(point.damage).toMatchObject({ frame: point.frames, what: "reading was interrupted here" });
    expect(point.frames).toBeGreaterThan(0);
    expect(point.damage?.offset).toBeLessThan(LONG);
    expect(jsonOf(out).findings.find((f) => f.code === "capture-incomplete")?.cause[0].term).toBe("damage");
    expect(readFileSync(inFolder("part.md"), "utf8")).toContain("reading was interrupted here");
  });

  it("reports what came of a pipe whose end does not come, and leaves out the points that were not read", async () => {
    const pipe = openPipe("endless");
    let typed = false;
    const { status, text } = await onTerminal(
      ["analyze", `a=${pipe.path}`, `b=${container}`, "--json"],
      (shown, type) => {
        if (typed || lineOf(shown).length < 2) return;
        typed = true;
        type(CTRL_C);
      },
    );
    pipe.close();
    const report = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as Report;
    expect(status).toBe(130);
    expect(report.vantagePoints.map((v) => [v.name, v.frames > 0, v.damage?.what])).toEqual([
      ["a", true, "reading was interrupted here"],
      ["b", false, "reading was interrupted here"],
    ]);
    expect(report.findings[0]).toMatchObject({ code: "mtu-black-hole", certainty: "likely" });
  });

  it("waits for what a pipe's other programs have to say, since they end by it too", async () => {
    const rest = inFolder("rest.pcap");
    writeFileSync(rest, readFileSync(container).subarray(500));
    const writer = `(trap "cat '${rest}'; exit" INT; head -c 500 '${container}'; while :; do sleep 0.1; done) |`;
    let typed = false;
    const { status, text } = await onTerminal(
      ["analyze", "-", "--json"],
      (shown, type) => {
        if (typed || lineOf(shown).length < 2) return;
        typed = true;
        type(CTRL_C);
      },
      `set -o pipefail; ${writer}`,
    );
    const report = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as Report;
    const whole = JSON.parse((await hopscope(["analyze", `stdin=${container}`, "--json"])).stdout) as Report;
    expect(status).toBe(130);
    expect(report.vantagePoints[0].damage).toBeNull();
    expect({ ...report, vantagePoints: [] }).toEqual({ ...whole, vantagePoints: [] });
  });

  it("writes the digest of what was read, which says that it is in part", async () => {
    const pipe = openPipe("digested");
    const out = inFolder("digested.digest");
    let typed = false;
    const { status } = await onTerminal(["digest", pipe.path, "-o", out], (shown, type) => {
      if (typed || lineOf(shown).length < 2) return;
      typed = true;
      type(CTRL_C);
    });
    pipe.close();
    expect(status).toBe(130);
    const report = JSON.parse((await hopscope(["analyze", out, "--json"])).stdout) as Report;
    expect(report.vantagePoints[0].damage?.what).toBe("reading was interrupted here");
  });

  it("before anything came reports nothing", async () => {
    const path = inFolder("silent");
    execFileSync("mkfifo", [path]);
    const fd = openSync(path, constants.O_RDWR);
    let typed = false;
    const { status, text } = await onTerminal(["analyze", path], (shown, type) => {
      if (typed || !shown.includes("nothing has come yet")) return;
      typed = true;
      type(CTRL_C);
    });
    closeSync(fd);
    expect(status).toBe(130);
    expect(text).toMatch(/hopscope: interrupted before anything was read\r\n$/);
  });

  it("a second time ends it at once", async () => {
    const pipe = openPipe("impatient");
    let typed = 0;
    let second = 0;
    const { status, text } = await onTerminal(["analyze", pipe.path, "--json"], (shown, type) => {
      if (typed === 0 && lineOf(shown).length >= 2) {
        typed = 1;
        type(CTRL_C);
      } else if (typed === 1 && shown.includes("Ctrl-C again ends at once")) {
        typed = 2;
        second = performance.now();
        type(CTRL_C);
      }
    });
    expect(performance.now() - second).toBeLessThan(150);
    pipe.close();
    expect(status).toBe(130);
    expect(text).not.toContain("{");
  });
});
