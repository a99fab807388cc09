// Loads the joined modules of the command line (scripts/join-modules.mjs) with what V8 made of them when they were built
// (scripts/compile-ahead.mjs), where this is the same Node: to read and compile them takes longer than to analyse a small capture.
"use strict";

const { readFileSync, statSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const MODULES = join(__dirname, "..", "dist", "cli");
const COMPILED = compiledFolder();

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

/**
 * Where code lies that was compiled once and can be taken back. What must be the same says its name: these modules, of which V8 compares
 * nothing but the length, and this Node, whose builds of one version differ. Null where that cannot be told, as of a Node that is more than
 * its executable holds.
 */
function compiledFolder() {
  try {
    if (process.config.variables.node_shared) return null;
    const modules = readFileSync(join(MODULES, "build-id"), "latin1").trim();
    const node = `${process.version}-${process.platform}-${process.arch}-${statSync(process.execPath).size}`;
    return join(MODULES, "compiled", `${modules}-${node}`);
  } catch {
    return null;
  }
}

function compiled(name) {
  if (COMPILED === null) return undefined;
  try {
    return readFileSync(join(COMPILED, name));
  } catch {
    // Then V8 compiles it now.
    return undefined;
  }
}

module.exports = { load, loaded, compiledFolder };
