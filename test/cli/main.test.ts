import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hopscope, ROOT, run } from "../support/hopscope.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-main-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("hopscope without a command", () => {
  it("prints short help with two examples", async () => {
    const { status, stdout, stderr } = await hopscope([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.match(/^ {2}hopscope /gm)).toHaveLength(2);
    expect(stdout.split("\n").length).toBeLessThan(12);
  });

  it("starts --help with examples", async () => {
    const { status, stdout } = await hopscope(["--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Examples:\n {2}hopscope analyze /);
    expect(stdout).toContain("--debug");
  });

  it("prints its version", async () => {
    const { status, stdout } = await hopscope(["--version"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a wrong command line", () => {
  it("suggests a near-miss flag and names the next command", async () => {
    const { status, stdout, stderr } = await hopscope(["--debgu"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe("hopscope: unknown option '--debgu' (Did you mean --debug?)\n  next: hopscope --help\n");
  });

  it("prints a stack trace with --debug only", async () => {
    expect((await hopscope(["--nonsense"])).stderr).not.toContain(" at ");
    expect((await hopscope(["--nonsense", "--debug"])).stderr).toMatch(/^ {4}at /m);
  });
});

describe("a failure", () => {
  it("quotes no file name that would command the terminal", async () => {
    const { status, stderr } = await hopscope(["dissect", "\x1b]0;owned\x07.pcap"]);
    expect(status).toBe(2);
    expect(stderr).toContain("there is no such file");
    expect(stderr).not.toContain("\x1b");
  });
});

describe("a closed pipe", () => {
  it("ends it quietly", async () => {
    const { stderr } = await run("bash", ["-c", '"$0" bin/hopscope --help | true', process.execPath], { cwd: ROOT });
    expect(stderr).toBe("");
  });

  const intoHead = (command: string) =>
    run(
      "bash",
      ["-c", `"$0" bin/hopscope ${command} | head -c 1 >/dev/null; echo \${PIPESTATUS[0]}`, process.execPath],
      {
        cwd: ROOT,
      },
    );
  const INCIDENT = "fixtures/incident/v1/*.pcap";

  it("ends what writes much quietly, and leaves the status of an analysis what it found", async () => {
    // More than a pipe holds.
    const capture = readFileSync(`${ROOT}fixtures/incident/v1/vm.pcap`);
    const long = join(folder, "long.pcap");
    writeFileSync(long, Buffer.concat([capture, ...Array.from({ length: 300 }, () => capture.subarray(24))]));
    expect(await intoHead(`dissect -T json ${long}`)).toMatchObject({ stdout: "0\n", stderr: "" });
    for (const format of ["", "--json"]) {
      expect(await intoHead(`analyze ${format} ${INCIDENT}`)).toMatchObject({ stdout: "1\n", stderr: "" });
    }
    for (const format of ["--html -", "--markdown -"]) {
      expect((await intoHead(`analyze ${format} ${INCIDENT}`)).stderr).toBe("");
    }
  });
});

describe("Ctrl-C", () => {
  it("ends a capture that would go on for ever, with status 130 and no word", async () => {
    const child = spawn(process.execPath, [`${ROOT}bin/hopscope`, "dissect", "-"], { stdio: ["pipe", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    // Larger than what dissect gathers before it prints: the first output says that it is at work.
    const capture = readFileSync(`${ROOT}fixtures/incident/v1/vm.pcap`);
    child.stdout.once("data", () => child.kill("SIGINT"));
    child.stdin.on("error", () => {});
    child.stdin.write(capture);
    for (let n = 0; n < 40; n++) child.stdin.write(capture.subarray(24));
    const ended = await new Promise((resolve) => child.on("close", (status, signal) => resolve({ status, signal })));
    expect({ ended, stderr }).toEqual({ ended: { status: 130, signal: null }, stderr: "" });
  });
});
