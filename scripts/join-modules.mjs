// Joins the command line's compiled modules into a few files. Loading a module costs Node about half a millisecond, so
// that the hundred and more small ones of an analysis would take longer than the analysis (see bench/start-up.mjs).

import { createHash } from "node:crypto";
import { copyFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** npm packages that every command needs: to find and read their files takes Node longer than to run them. */
const JOINED = ["commander"];

/**
 * Replaces `dist/cli` by a main.cjs that holds all it imports, and a worker beside it that shares its files; what they import lazily stays a
 * file of its own. They are CommonJS, for bin/load.cjs to load.
 */
export async function joinModules(dist) {
  const folder = join(dist, "cli");
  const bundle = await rolldown({
    input: { main: join(folder, "main.js"), "share-worker": join(dist, "node", "share-worker.js") },
    platform: "node",
    // Other npm packages stay where npm installs them.
    external: (id) => !id.startsWith(".") && !isAbsolute(id) && !JOINED.includes(id),
    plugins: [placesOfModules(folder), withoutChildren()],
  });
  const joined = join(dist, "cli-joined");
  const { output } = await bundle.write({
    dir: joined,
    format: "cjs",
    // Who is loaded so has no loader of modules of its own.
    dynamicImportInCjs: false,
    // Names stay, for traces; blanks and comments would only be read.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs",
  });
  await bundle.close();
  const all = createHash("sha256");
  for (const { fileName, code } of output) {
    const text = inAscii(wrapped(code));
    all.update(`${fileName}\n${text}\n`);
    writeFileSync(join(joined, fileName), text);
  }
  // Tells this build from others, whose modules may have the same names and lengths.
  writeFileSync(join(joined, "build-id"), `${all.digest("hex").slice(0, 16)}\n`);
  rmSync(folder, { recursive: true });
  renameSync(joined, folder);
  for (const name of JOINED) {
    copyFileSync(join(ROOT, "node_modules", name, "LICENSE"), join(folder, `LICENSE-${name}`));
  }
  // Who starts the worker knows it by its place among the modules.
  writeFileSync(join(dist, "node", "share-worker.cjs"), 'require("../../bin/load.cjs").load("share-worker.cjs");\n');
}

/** Lets `import.meta.url` go on naming the module it stands in, for paths to the files beside it. */
function placesOfModules(folder) {
  return {
    name: "places-of-modules",
    transform(code, id) {
      if (!code.includes("import.meta.url")) return null;
      const place = `new URL(${JSON.stringify(relative(folder, id))}, import.meta.url).href`;
      return code.replaceAll("import.meta.url", place);
    },
  };
}

/** commander can start other programs, which hopscope has none of: what Node needs for that is loaded when it does. */
function withoutChildren() {
  return {
    name: "without-children",
    transform(code, id) {
      if (!id.includes("/commander/")) return null;
      const later = "{ get spawn() { return require('node:child_process').spawn; } }";
      return code.replace("const childProcess = require('node:child_process')", `const childProcess = ${later}`);
    },
  };
}

/** As Node wraps a CommonJS module; strict, as the modules were that it is made of. */
function wrapped(code) {
  return `(function (exports, require, module, __filename, __dirname) { "use strict"; ${code}\n})`;
}

/** V8 holds, and reads, a text with one other character in twice the memory. They stand in strings and comments. */
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
