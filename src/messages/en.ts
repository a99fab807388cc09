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

/**
 * All words of findings and reports; JSON is in English too. Without a prototype it is a table from the beginning, and not an object that
 * V8 learns a shape of for every key.
 */
export const en = Object.assign(
  Object.create(null),
  names,
  terms,
  evidence,
  ruledOut,
  next,
  verdicts,
  remedies,
  report,
  probe,
  reading,
) as typeof names &
  typeof terms &
  typeof evidence &
  typeof ruledOut &
  typeof next &
  typeof verdicts &
  typeof remedies &
  typeof report &
  typeof probe &
  typeof reading;
