import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Stands for lines that are left out. */
const ELLIPSIS = "…";

interface Example {
  command: string;
  shown: string[];
}

/** Commands in ```console blocks, each with the output the page shows of it. */
function examplesIn(file: string): Example[] {
  const out: Example[] = [];
  for (const [, block] of readFileSync(join(ROOT, file), "utf8").matchAll(/```console\n([\s\S]*?)```/g)) {
    for (const line of block.trimEnd().split("\n")) {
      if (line.startsWith("$ ")) out.push({ command: line.slice(2), shown: [] });
      else out[out.length - 1].shown.push(line);
    }
  }
  return out;
}

function run(command: string): string[] {
  const { stdout, stderr, status } = spawnSync("bash", ["-c", command], {
    cwd: ROOT,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${join(ROOT, "bin")}${delimiter}${process.env.PATH}`,
      COLUMNS: "80",
      LC_ALL: "C.UTF-8",
      LANG: "",
    },
  });
  expect(stderr).toBe("");
  expect([0, 1]).toContain(status);
  return stdout.split("\n");
}

describe.each(["README.md", "README.zh-CN.md"])("%s", (file) => {
  it.each(examplesIn(file).map((e) => [e.command, e] as const))("shows what `%s` prints", (_, { command, shown }) => {
    const printed = run(command);
    let at = 0;
    let skip = false;
    for (const line of shown) {
      if (line === ELLIPSIS) {
        skip = true;
        continue;
      }
      if (skip) while (at < printed.length && !printed[at].startsWith(line)) at++;
      // Where lines were left out, the beginning of the next one is enough to find it.
      expect(skip ? (printed[at] ?? "").slice(0, line.length) : printed[at]).toBe(line);
      skip = false;
      at++;
    }
  });
});
