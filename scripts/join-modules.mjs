// Joins the command line's compiled modules into a few files. Loading a module costs Node about half a millisecond, so
// that the hundred and more small ones of an analysis would take longer than the analysis (see bench/start-up.mjs).

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { rolldown } from "rolldown";

/** Replaces `dist/cli` by a main.js that holds all it imports, and a worker beside it that shares its files; what they import lazily stays a file of its own. */
export async function joinModules(dist) {
  const folder = join(dist, "cli");
  const worker = join(dist, "node", "share-worker.js");
  const bundle = await rolldown({
    input: { main: join(folder, "main.js"), "share-worker": worker },
    platform: "node",
    // npm packages stay where npm installs them, with their licences.
    external: (id) => !id.startsWith(".") && !isAbsolute(id),
    plugins: [placesOfModules(folder)],
  });
  const joined = join(dist, "cli-joined");
  await bundle.write({ dir: joined, format: "esm", chunkFileNames: "[name]-[hash].js" });
  await bundle.close();
  rmSync(folder, { recursive: true });
  renameSync(joined, folder);
  // Who starts the worker knows it by its place among the modules.
  writeFileSync(worker, 'import "../cli/share-worker.js";\n');
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
