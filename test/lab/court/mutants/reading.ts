import type { Mutant } from "./mutant.js";

/** What one point knows. */
export const reading: Mutant[] = [
  {
    file: "flow/copies.js",
    find: "return true;",
    replace: "return false;",
    why: "copies are retransmissions",
    shownBy: "mirror-duplicates",
  },
  {
    file: "flow/copies.js",
    find: "WINDOW_WITHOUT_ID = 500e3",
    replace: "WINDOW_WITHOUT_ID = 500e9",
    why: "retransmissions without identification are copies",
  },
  {
    file: "flow/copies.js",
    find: "this.tells(given, sequence, fingerprint) ? given : -1",
    replace: "0",
    why: "retransmissions are copies",
  },
];
