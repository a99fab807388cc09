import { evidence } from "./en/evidence.js";
import { names } from "./en/names.js";
import { next } from "./en/next.js";
import { remedies } from "./en/remedies.js";
import { ruledOut } from "./en/ruled-out.js";
import { terms } from "./en/terms.js";
import { verdicts } from "./en/verdicts.js";

/** The words of findings, in the language of JSON. */
export const en = { ...names, ...terms, ...evidence, ...ruledOut, ...next, ...verdicts, ...remedies };
