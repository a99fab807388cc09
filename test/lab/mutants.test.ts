import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../support/hopscope.js";
import { MUTANTS } from "./court/mutants.js";

const FOLDERS = ["correlate", "diagnose/datagrams", "diagnose/rules"];
/** Files that decide nothing: types, arithmetic, sets. */
const UNDECIDING = ["correlate/conversation", "correlate/groups", "correlate/median"];
const TYPES = ["diagnose/datagrams/direction", "diagnose/rules/rule"];

it("every file that decides something has a mutant", () => {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, "src", folder))
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name.slice(0, -3)}`),
  );
  const deciding = files.filter((file) => ![...UNDECIDING, ...TYPES].includes(file));
  expect(deciding.filter((file) => !MUTANTS.some((m) => m.file === `${file}.js`))).toEqual([]);
});

it.each(MUTANTS)("$file: $why: is in the build once", ({ file, find, replace }) => {
  expect(readFileSync(join(ROOT, "dist", file), "utf8").split(find).length - 1).toBe(1);
  expect(replace).not.toBe(find);
});
