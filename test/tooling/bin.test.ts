import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ROOT, run } from "../support/hopscope.js";

const folder = mkdtempSync(join(tmpdir(), "hopscope-bin-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("bin/hopscope", () => {
  it("says that Node is too old, and which is needed", async () => {
    const pretend = 'Object.defineProperty(process.versions, "node", { value: "18.20.4" }); require("./bin/hopscope")';
    const { status, stdout, stderr } = await run(process.execPath, ["-e", pretend], { cwd: ROOT });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("Node.js 18.20.4 is too old: hopscope needs 20.19 or newer");
  });

  it("says that it must be built first", async () => {
    cpSync(join(ROOT, "bin"), join(folder, "bin"), { recursive: true });
    const { status, stderr } = await run(process.execPath, [join(folder, "bin", "hopscope"), "--version"]);
    expect(status).toBe(2);
    expect(stderr).toContain("next: npm ci && npm run build first");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
