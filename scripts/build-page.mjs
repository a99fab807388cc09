// Builds web/ into one self-contained HTML file, and keeps it for as long as what it is made of stays the same.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** What the page is made of: itself, the pure folders, and what puts it together. */
const INPUTS = ["web", "src", "scripts/build-page.mjs", "package-lock.json"];
const IMPURE = /^src\/(node|inventory|probe|lab|fleet|serve|cli)\//;

/** Writes `folder/index.html`. */
export async function buildPage(folder) {
  const built = join(ROOT, ".cache", `page-${hashOf(INPUTS)}.html`);
  if (!existsSync(built)) await build(built);
  mkdirSync(folder, { recursive: true });
  copyFileSync(built, join(folder, "index.html"));
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesAt).sort()) hash.update(`${path}\0`).update(readFileSync(join(ROOT, path)));
  return hash.digest("hex").slice(0, 20);
}

function filesAt(path) {
  if (!path.includes(".")) {
    return readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((e) =>
      e.isDirectory() ? filesAt(`${path}/${e.name}`) : [`${path}/${e.name}`].filter((p) => !IMPURE.test(p)),
    );
  }
  return [path];
}

async function build(file) {
  // Loaded only where there is something to build: vite takes longer to load than to find that there is nothing.
  const [{ build: bundle }, { viteSingleFile }] = await Promise.all([import("vite"), import("vite-plugin-singlefile")]);
  // Tests build too, and would get the libraries' longer halves for development.
  process.env.NODE_ENV = "production";
  const outDir = join(ROOT, ".cache", `page-build-${process.pid}`);
  await bundle({
    configFile: false,
    root: join(ROOT, "web"),
    logLevel: "warn",
    // The page is one file wherever it lies.
    base: "./",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: { outDir, emptyOutDir: true, target: "es2023", cssCodeSplit: false, reportCompressedSize: false },
    plugins: [packed(bundle), viteSingleFile({ removeViteModuleLoader: true })],
  });
  const html = withPolicy(readFileSync(join(outDir, "index.html"), "utf8"));
  rmSync(outDir, { recursive: true });
  const cache = join(ROOT, ".cache");
  for (const name of readdirSync(cache)) if (/^page-[0-9a-f]+\.html$/.test(name)) rmSync(join(cache, name));
  writeFileSync(file, html);
}

/** `import code from "./x.js?packed"`: the script that x and what it imports make, gzipped, in base64. It is the larger half of the page. */
function packed(bundle) {
  return {
    name: "packed",
    enforce: "pre",
    async load(id) {
      if (!id.endsWith("?packed")) return null;
      const { output } = await bundle({
        configFile: false,
        logLevel: "warn",
        build: {
          write: false,
          target: "es2023",
          modulePreload: false,
          // A classic script: browsers load no module from a blob where the page is a file.
          rolldownOptions: { input: id.replace(/\?.*/, ""), output: { format: "iife" } },
        },
      });
      return `export default ${JSON.stringify(gzipSync(output[0].code, { level: 9 }).toString("base64"))}`;
    },
  };
}

/** A policy that lets the page's own script and styles run, known by their hashes, and nothing else load or be sent. */
function withPolicy(html) {
  const policy = [
    "default-src 'none'",
    // WebAssembly is code too, and the engine that reads captures is the page's own; it is no eval.
    `script-src 'wasm-unsafe-eval' ${hashes(html, /<script type="module"[^>]*>([\s\S]*?)<\/script>/g)}`,
    `style-src ${hashes(html, /<style[^>]*>([\s\S]*?)<\/style>/g)}`,
    "img-src data:",
    "worker-src blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html.replace(
    '<meta charset="utf-8" />',
    () => `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
  );
}

function hashes(html, pattern) {
  const found = [...html.matchAll(pattern)];
  if (found.length === 0) throw new Error(`the built page has nothing like ${pattern}`);
  return found.map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`).join(" ");
}
