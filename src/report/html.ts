import type { Report } from "./contract.js";

/** Where the page takes what it is to show; web/index.html has it once. */
const PLACE = "<!--hopscope-embedded-->";

/** The built page (web/) with a report inside: one file that needs nothing else. */
export function htmlReport(page: string, report: Report): string {
  return embedIn(page, "hopscope-report", report);
}

/**
 * The page with a value it finds by `id`, as JSON in an element that no browser runs. Throws where the page has no place for it: then it is not
 * the page that belongs to this version.
 */
export function embedIn(page: string, id: "hopscope-report" | "hopscope-server", value: unknown): string {
  const parts = page.split(PLACE);
  if (parts.length !== 2) throw new Error("the built page has no place for what it is to show");
  return `${parts[0]}<script type="application/json" id="${id}">${scriptSafe(value)}</script>${PLACE}${parts[1]}`;
}

/**
 * JSON that holds no character by which HTML could end the element or begin a comment in it (HTML standard, section 4.12.1.3, "Restrictions
 * for contents of script elements").
 */
function scriptSafe(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
