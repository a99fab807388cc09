import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, run } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-package-"));
let packed: { filename: string; files: { path: string; mode: number }[] };

/** The command as the installed package offers it, away from the repository. */
const installed = (...args: string[]) => run("npx", ["--no", "hopscope", ...args], { cwd: folder });

beforeAll(async () => {
  const pack = await run("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", folder], { cwd: ROOT });
  expect(pack.status, pack.stderr).toBe(0);
  [packed] = JSON.parse(pack.stdout);
  const install = ["install", "--no-audit", "--no-fund", "--loglevel=error", "--omit=dev", `./${packed.filename}`];
  const { status, stderr } = await run("npm", install, { cwd: folder });
  expect(status, stderr).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("the npm package", () => {
  it("holds what runs and what explains it, and no more", () => {
    const paths = packed.files.map(({ path }) => path);
    for (const wanted of [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "bin/hopscope",
      "bin/load.cjs",
      "dist/cli/main.cjs",
      "dist/hopscope.1",
    ]) {
      expect(paths).toContain(wanted);
    }
    expect(paths.filter((path) => /^(src|test|scripts|bench|\.cache|\.ci|dist\/cli\/compiled)\//.test(path))).toEqual(
      [],
    );
  });

  it("runs where it is installed", async () => {
    const { status, stdout, stderr } = await installed("--version");
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("analyzes captures", async () => {
    const { status, stdout, stderr } = await installed("analyze", ...incidentCaptures("v1"));
    expect(status, stderr).toBe(1);
    expect(stdout).toContain("hypervisor-nic");
    expect(stdout).toContain("1550");
  });

  it("tells the founding incident from the captures it brings along", async () => {
    const { status, stdout, stderr } = await installed("demo");
    expect(status, stderr).toBe(0);
    for (const word of ["1550", "1450", "hypervisor-nic", "vm-port"]) expect(stdout).toContain(word);
  });
});
