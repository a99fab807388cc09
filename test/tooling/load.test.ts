import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { ROOT, run } from "../support/hopscope.js";
import { incidentCaptures } from "../support/incident.js";

/** Says of every script whether V8 took back what was compiled of it. */
const WATCH = `
  const vm = require("node:vm");
  vm.Script = class extends vm.Script {
    constructor(code, options) {
      super(code, options);
      process.stderr.write((options.cachedData === undefined ? "none" : this.cachedDataRejected ? "refused" : "taken") + "\\n");
    }
  };
  process.argv.splice(1, 0, "hopscope");
  require("./bin/hopscope");
`;

const analyze = async (prepare: string, ...captures: string[]) => {
  const options = ["-e", prepare + WATCH, "--", "analyze", "--json", ...captures];
  return run(process.execPath, options, { cwd: ROOT });
};

describe("bin/load.cjs", () => {
  it("takes back what was compiled when it was built, of every module of an analysis", async () => {
    const { compiledFolder } = createRequire(import.meta.url)("../../bin/load.cjs");
    expect(existsSync(compiledFolder())).toBe(true);
    const { stdout, stderr } = await analyze("", ...incidentCaptures("v1"));
    expect(JSON.parse(stdout).findings[0].code).toBe("mtu-black-hole");
    const scripts = stderr.trim().split("\n");
    expect(scripts.length).toBeGreaterThan(5);
    expect(new Set(scripts)).toEqual(new Set(["taken"]));
  });

  it("does without where another Node compiled it", async () => {
    const pretend = 'Object.defineProperty(process, "version", { value: "v21.0.0" });';
    const { stdout, stderr } = await analyze(pretend, ...incidentCaptures("v1"));
    expect(JSON.parse(stdout).findings[0].code).toBe("mtu-black-hole");
    expect(new Set(stderr.trim().split("\n"))).toEqual(new Set(["none"]));
  });
});
