import { evidence } from "./en/evidence.js";
import { names } from "./en/names.js";
import { next } from "./en/next.js";
import { probe } from "./en/probe.js";
import { remedies } from "./en/remedies.js";
import { ruledOut } from "./en/ruled-out.js";
import { tableOf } from "./table-of.js";

/** The words that JSON spells out: a report is built with no more, and headings, names and verdicts stay with those who print them. */
export const enReport = tableOf(names, evidence, ruledOut, next, remedies, probe);
