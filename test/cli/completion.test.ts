import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hopscope, run } from "../support/hopscope.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("completion bash", () => {
  const script = join(folder, "hopscope.bash");
  beforeAll(async () => {
    writeFileSync(script, (await hopscope(["completion", "bash"])).stdout);
  });

  /** What bash would offer for the last of `words`. */
  async function offered(...words: string[]): Promise<string[]> {
    const line = `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hopscope; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await run("bash", ["-c", line, script, ...words]);
    expect(stderr).toBe("");
    return stdout.split("\n").filter(Boolean);
  }

  it("offers commands", async () => {
    expect(await offered("hopscope", "comp")).toEqual(["completion"]);
    expect(await offered("hopscope", "--debug", "comp")).toEqual(["completion"]);
  });

  it("offers the words and the options of a command", async () => {
    expect(await offered("hopscope", "completion", "")).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
    expect(await offered("hopscope", "completion", "--deb")).toEqual(["--debug"]);
  });

  it("leaves file names to bash", async () => {
    expect(await offered("hopscope", "man", "cap")).toEqual([]);
  });
});

describe("completion zsh and fish", () => {
  it.each(["zsh", "fish"])("%s names every command", async (shell) => {
    const { status, stdout } = await hopscope(["completion", shell]);
    expect(status).toBe(0);
    expect(stdout).toContain("print the completion script of a shell");
  });
});

describe("man", () => {
  it("prints a manual with the exit statuses", async () => {
    const { status, stdout } = await hopscope(["man"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\.TH HOPSCOPE 1 /);
    expect(stdout).toContain('.SS "hopscope completion ');
    expect(stdout).toMatch(/\.B 130\nInterrupted\./);
  });
});
