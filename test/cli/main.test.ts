import { describe, expect, it } from "vitest";
import { hopscope, ROOT, run } from "../support/hopscope.js";

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

describe("a closed pipe", () => {
  it("ends it quietly", async () => {
    const { stderr } = await run("bash", ["-c", '"$0" bin/hopscope --help | true', process.execPath], { cwd: ROOT });
    expect(stderr).toBe("");
  });
});
