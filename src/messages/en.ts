import { evidence } from "./en/evidence.js";
import { names } from "./en/names.js";
import { next } from "./en/next.js";
import { probe } from "./en/probe.js";
import { reading } from "./en/reading.js";
import { remedies } from "./en/remedies.js";
import { report } from "./en/report.js";
import { ruledOut } from "./en/ruled-out.js";
import { terms } from "./en/terms.js";
import { verdicts } from "./en/verdicts.js";
import { tableOf } from "./table-of.js";

/** All words of findings and reports; JSON is in English too. */
export const en = tableOf(names, terms, evidence, ruledOut, next, verdicts, remedies, report, probe, reading);
