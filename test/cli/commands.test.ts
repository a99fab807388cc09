import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands.js";
import { hopscope } from "../support/hopscope.js";

describe.each(Object.entries(COMMANDS))("hopscope %s", (name, { summary }) => {
  it("has help that starts with examples", async () => {
    const { status, stdout, stderr } = await hopscope([name, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Examples:\n {2}\S/);
    expect(stdout).toContain(`Usage: hopscope ${name}`);
  });

  it("suggests a near-miss flag", async () => {
    const { status, stdout, stderr } = await hopscope([name, "--hlep"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(`hopscope: unknown option '--hlep' (Did you mean --help?)\n  next: hopscope ${name} --help\n`);
  });

  it("has its line in the list of commands", async () => {
    const { stdout } = await hopscope(["--help"], { env: { COLUMNS: "200" } });
    expect(stdout).toContain(summary);
  });
});
