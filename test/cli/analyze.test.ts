import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hopscope } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-analyze-"));
afterAll(() => rmSync(folder, { recursive: true }));

const first = incidentCaptures("v1");
const capture = (name: string) => first.find((file) => file.endsWith(`/${name}.pcap`)) ?? "";
/** A pcap without a frame: magic, version 2.4, snaplen, Ethernet. */
const EMPTY = Buffer.from("d4c3b2a1020004000000000000000000ffff000001000000", "hex");

const place = (name: string, bytes: Uint8Array | string) => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
const analyze = (...args: string[]) => hopscope(["analyze", ...args], { env: { LC_ALL: "C", COLUMNS: "100" } });

describe("hopscope analyze", () => {
  it("prints the report and ends with 1 where something is wrong", async () => {
    const { status, stdout, stderr } = await analyze(...first);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^✗ Packets of 1500 bytes from the server to the client vanish between border-nic and/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no colour without a terminal
    expect(stdout).not.toMatch(/\x1b/);
  });

  it("prints JSON that does not depend on the language", async () => {
    const [english, chinese] = await Promise.all([
      analyze("--json", ...first),
      analyze("--json", "--lang", "zh-CN", ...first),
    ]);
    expect(english.status).toBe(1);
    expect(chinese.stdout).toBe(english.stdout);
    const report = JSON.parse(english.stdout);
    expect(report.schema).toBe("hopscope.report/1");
    expect(report.findings[0]).toMatchObject({
      code: "mtu-black-hole",
      location: { lastSeenAt: "border-nic", missingAt: "hypervisor-nic" },
    });
  });

  it("speaks the language of --lang, else of the locale", async () => {
    const byOption = await analyze("--lang", "zh-CN", ...first);
    expect(byOption.stdout).toContain("MTU 黑洞");
    const byLocale = await hopscope(["analyze", ...first], { env: { LC_ALL: "zh_CN.UTF-8", COLUMNS: "100" } });
    expect(byLocale.stdout).toBe(byOption.stdout);
  });

  it("reads standard input", async () => {
    const { status, stdout } = await hopscope(["analyze", "-"], { stdin: readFileSync(capture("container")) });
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, " ")).toContain("before they reach stdin");
  });

  it("names vantage points as asked", async () => {
    const { stdout } = await analyze(`sender=${capture("border-nic")}`, `receiver=${capture("hypervisor-nic")}`);
    expect(stdout).toContain("between sender and receiver");
  });

  it("leaves out flows that are not asked for, and says when none is left", async () => {
    const small = await analyze("--port", "8080", ...first);
    expect(small.status).toBe(0);
    expect(small.stdout).toMatch(/^✓ Nothing is wrong here: 1 flow at 7 vantage points/);
    const none = await analyze("--host", "192.0.2.1", "--port", "443", ...first);
    expect(none.status).toBe(0);
    expect(none.stdout).toContain("No flow was found");
    expect(none.stderr).toBe("hopscope: no flow passes --host 192.0.2.1 --port 443\n");
  });

  it("compares with a baseline", async () => {
    const failing = place("failing.pcap", readFileSync(capture("container")));
    const { stdout } = await analyze(failing, "--baseline", `works=${capture("vm")}`, "--port", "8443");
    expect(stdout.replace(/\s+/g, " ")).toContain(
      "announces an MSS of 1460; a flow to the same server that works announces 1410",
    );
    expect(stdout).toContain("baseline");
    expect(stdout).toContain("set Docker's MTU to 1450");
  });

  it("ends with 0 where nothing is as grave as --fail-on", async () => {
    const loss = ["--port", "8080", ...first];
    expect((await analyze("--fail-on", "info", ...loss)).status).toBe(0);
    expect((await analyze("--fail-on", "critical", ...first)).status).toBe(1);
  });

  it("writes Markdown and JUnit XML to files", async () => {
    const markdown = join(folder, "report.md");
    const junit = join(folder, "report.xml");
    const { status, stdout } = await analyze("--markdown", markdown, "--junit", junit, ...first);
    expect(status).toBe(1);
    expect(stdout).toContain("✗ Packets of 1500 bytes");
    expect(readFileSync(markdown, "utf8")).toMatch(/^## MTU black hole\n/);
    expect(readFileSync(junit, "utf8")).toContain('<testsuite name="hopscope" tests="3" failures="1"');
  });
});

describe("a wrong command line of analyze", () => {
  it.each([
    [[], "analyze needs a capture to read", "hopscope analyze capture.pcap"],
    [["--lang", "fr", "x"], "Allowed choices are en, zh-CN", "hopscope analyze --help"],
    [["--port", "http", "x"], "A port is a number from 1 to 65535.", "hopscope analyze --help"],
    [["--fail-on", "never", "x"], "Allowed choices are critical, warning, info", "hopscope analyze --help"],
    [["--jsno", "x"], "(Did you mean --json?)", "hopscope analyze --help"],
  ])("%j says why, and what to do", async (args, what, next) => {
    const { status, stdout, stderr } = await analyze(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(what);
    expect(stderr).toContain(`next: ${next}`);
  });

  it("does not take a name in --path that no capture has", async () => {
    const { status, stderr } = await analyze("--path", "vm,nowhere", capture("vm"), capture("container"));
    expect(status).toBe(2);
    expect(stderr).toContain("no vantage point is called nowhere");
    expect(stderr).toMatch(/next: --path (vm,container|container,vm)\n/);
  });

  it("says where it cannot write", async () => {
    const { status, stderr } = await analyze("--markdown", join(folder, "no", "such.md"), capture("vm"));
    expect(status).toBe(2);
    expect(stderr).toContain("such.md: cannot be written: no such folder");
  });
});

describe("bad input", () => {
  it.each([
    ["missing", () => join(folder, "missing.pcap"), /no such file/],
    ["empty", () => place("empty.pcap", ""), /empty/],
    ["no capture", () => place("text.pcap", "this is not a capture at all, whatever its name says"), /not a capture/],
  ])("%s: a clear error, also among good captures", async (_, file, what) => {
    for (const others of [[], [capture("vm")]]) {
      const { status, stdout, stderr } = await analyze(...others, file());
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(what);
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  });

  it("truncated: a report that says where the capture breaks off", async () => {
    const whole = readFileSync(capture("vm"));
    const { status, stdout } = await analyze(place("cut.pcap", whole.subarray(0, whole.length - 30)));
    expect(status).not.toBe(2);
    expect(stdout.replace(/\s+/g, " ")).toMatch(/breaks off after frame 39, at byte \d+/);
  });

  it("without a frame, or without a flow: still a report", async () => {
    const { status, stdout, stderr } = await analyze(place("silent.pcap", EMPTY));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("No flow was found at 1 vantage point: there is nothing to judge.");
    expect(stdout).toContain("silent  0 frames, no IP packet");
  });

  it("of an unknown link type: said so, with its number", async () => {
    const strange = Buffer.concat([EMPTY, Buffer.from("0000000000000000040000000400000000000000", "hex")]);
    strange.writeUInt32LE(250, 20);
    const { status, stdout } = await analyze(place("strange.pcap", strange));
    expect(status).toBe(0);
    expect(stdout).toContain("link type 250");
  });
});

describe("hopscope schema", () => {
  it("prints the JSON Schema", async () => {
    const { status, stdout } = await hopscope(["schema"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "hopscope.report/1",
    });
  });
});
