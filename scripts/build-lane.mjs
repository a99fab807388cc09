// Compiles wasm/ (AssemblyScript) into modules of src/ that hold the engine's code, as the sources elsewhere are one language
// and run from where they lie.

import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import binaryen from "binaryen";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LANE = join(ROOT, "src", "flow", "lane");
/** Pages of 64 KiB: as many as an address of 32 bits reaches. */
const MOST_PAGES = "65536";

/** What the code may ask for: all of it any Node, or browser, of today has. */
const { Features } = binaryen;
const FEATURES =
  Features.Atomics |
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.MutableGlobals |
  Features.NontrappingFPToInt |
  Features.SIMD128 |
  Features.SignExt;

/** The same twice: memory that several threads share is another kind of memory. */
const MODULES = [
  { file: "engine-code.ts", name: "ENGINE_CODE", options: [] },
  {
    file: "together-code.ts",
    name: "TOGETHER_CODE",
    options: ["--enable", "threads", "--sharedMemory", "--maximumMemory", MOST_PAGES],
  },
];

async function compile(options) {
  let code = null;
  const common = ["--baseDir", ROOT, "-O3", "--runtime", "stub", "--noAssert", "--importMemory", "--enable", "simd"];
  const { error, stderr } = await asc.main(["wasm/index.ts", ...common, ...options, "--outFile", "engine.wasm"], {
    readFile: (name, base) => (existsSync(join(base, name)) ? readFileSync(join(base, name), "utf8") : null),
    writeFile: (_, contents) => {
      code = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || code === null) throw new Error(`wasm/ does not compile\n${stderr.toString()}`);
  return Buffer.from(inlined(code)).toString("base64");
}

/** V8 inlines no function of WebAssembly, and a call costs as much as a dozen of what most of them do. */
function inlined(code) {
  const module = binaryen.readBinaryWithFeatures(code, FEATURES);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(40);
  binaryen.setFlexibleInlineMaxSize(1000);
  binaryen.setOneCallerInlineMaxSize(2000);
  binaryen.setAllowInliningFunctionsWithLoops(true);
  module.optimize();
  const better = module.emitBinary();
  module.dispose();
  return better;
}

/** Writes the modules that are not what wasm/ compiles to, dated `date`. Throws where it does not compile. */
export async function buildLane(date) {
  for (const { file, name, options } of MODULES) {
    const text = [
      "// Made of wasm/ by scripts/build-lane.mjs.",
      "/** The lane's engine, a WebAssembly module, in base64: small captures do without, and a text costs them nothing. */",
      `export const ${name} = "${await compile(options)}";`,
      "",
    ].join("\n");
    const module = join(LANE, file);
    if (existsSync(module) && readFileSync(module, "utf8") === text) continue;
    writeFileSync(module, text);
    utimesSync(module, date, date);
  }
}
