// Joins the command line's compiled modules into a few files. Loading a module costs Node about half a millisecond, so
// that the hundred and more small ones of an analysis would take longer than the analysis (see bench/start-up.mjs).

import { renameSync, rmSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { rolldown } from "rolldown";

/** Replaces `dist/cli` by a main.js that holds all it imports; what it imports lazily stays a file of its own. */
export async function joinModules(dist) {
  const folder = join(dist, "cli");
  const bundle = await rolldown({
    input: join(folder, "main.js"),
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
