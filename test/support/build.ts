import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Vitest's global set-up: tests that run bin/hopscope must meet the sources as they are now. Type errors are for
 * `npm run check:types` to report; what tsc emitted in spite of them can still be tested.
 */
export default function build(): void {
  spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], { stdio: ["ignore", "inherit", "inherit"] });
  if (!existsSync("dist/cli/main.cjs")) throw new Error("the build failed: npm run build says why");
}
