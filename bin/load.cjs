// Loads the joined modules of the command line (scripts/join-modules.mjs) with what V8 made of them when they were built
// (scripts/compile-ahead.mjs), where this is the same Node: to read and compile them takes longer than to analyse a small capture.
"use strict";

const { readFileSync, statSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const MODULES = join(__dirname, "..", "dist", "cli");
/** V8 takes back only what its own version compiled, but not every build of one version is the same. */
const COMPILED = join(MODULES, "compiled", `${process.version}-${statSync(process.execPath).size}`);

/** By its name: the module, and the script it was compiled from. */
const loaded = new Map();

/** What the joined module of that name exports. Throws ENOENT where it is not built. */
function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.module.exports;
  const file = join(MODULES, name);
  const script = new Script(readFileSync(file, "latin1"), { filename: file, cachedData: compiled(name) });
  const module = { exports: {} };
  loaded.set(name, { module, script });
  script.runInThisContext().call(module.exports, module.exports, requireFrom, module, file, MODULES);
  return module.exports;
}

function requireFrom(id) {
  return id.startsWith("./") ? load(id.slice(2)) : require(id);
}

function compiled(name) {
  try {
    return readFileSync(join(COMPILED, name));
  } catch {
    // Then V8 compiles it now.
    return undefined;
  }
}

module.exports = { load, loaded, COMPILED };
