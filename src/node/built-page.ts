import { readFileSync } from "node:fs";
import { UserError } from "./errors.js";

/** The page that scripts/build-page.mjs made of web/. Throws {@link UserError} where it is not built. */
export function builtPage(): string {
  try {
    return readFileSync(new URL("../web/index.html", import.meta.url), "utf8");
  } catch {
    throw new UserError("page-not-built", "the page for reports in HTML is not built", "npm ci && npm run build");
  }
}
