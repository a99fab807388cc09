import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ROOT } from "../support/hopscope.js";

interface LockedPackage {
  version: string;
  optionalDependencies?: Record<string, string>;
}

it("package-lock.json names the optional packages of every platform, or npm ci refuses it", () => {
  const { packages } = JSON.parse(readFileSync(`${ROOT}package-lock.json`, "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  const missing = Object.entries(packages).flatMap(([location, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${location}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});
