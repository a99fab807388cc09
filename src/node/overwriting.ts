import { statSync } from "node:fs";
import { captureSources } from "./capture-set.js";
import { UserError } from "./errors.js";

/** Throws {@link UserError} where `target` is one of the files that `[NAME=]FILE` arguments mean. */
export function refuseOverwriting(captures: readonly string[], target: string, hint: string): void {
  const files = captureSources(captures).flatMap((source) => source.files);
  if (files.some((file) => isSameFile(file, target)))
    throw new UserError("overwrites-input", `${target}: it is one of the captures to read`, hint);
}

/** Whether two paths lead to one file that is there. */
function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino && one.isFile();
}
