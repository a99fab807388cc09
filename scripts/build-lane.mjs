// Compiles wasm/ (AssemblyScript) into a module of src/ that holds the engine's code, as the sources elsewhere are one language
// and run from where they lie.

import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MODULE = join(ROOT, "src", "flow", "lane", "engine-code.ts");

/** Writes src/flow/lane/engine-code.ts where it is not what wasm/ compiles to, dated `date`. Throws where it does not compile. */
export async function buildLane(date) {
  const options = [
    "wasm/index.ts",
    "--baseDir",
    ROOT,
    "-O3",
    "--runtime",
    "stub",
    "--noAssert",
    "--importMemory",
    "--enable",
    "simd",
  ];
  let code = null;
  const { error, stderr } = await asc.main([...options, "--outFile", "engine.wasm"], {
    readFile: (name, base) => (existsSync(join(base, name)) ? readFileSync(join(base, name), "utf8") : null),
    writeFile: (_, contents) => {
      code = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || code === null) throw new Error(`wasm/ does not compile\n${stderr.toString()}`);
  const text = [
    "// Made of wasm/ by scripts/build-lane.mjs.",
    "/** The lane's engine, a WebAssembly module, in base64: small captures do without, and a text costs them nothing. */",
    `export const ENGINE_CODE = "${Buffer.from(code).toString("base64")}";`,
    "",
  ].join("\n");
  if (existsSync(MODULE) && readFileSync(MODULE, "utf8") === text) return;
  writeFileSync(MODULE, text);
  utimesSync(MODULE, date, date);
}
