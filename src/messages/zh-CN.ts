import type { en } from "./en.js";
import { tableOf } from "./table-of.js";
import { evidence } from "./zh-CN/evidence.js";
import { names } from "./zh-CN/names.js";
import { next } from "./zh-CN/next.js";
import { probe } from "./zh-CN/probe.js";
import { reading } from "./zh-CN/reading.js";
import { remedies } from "./zh-CN/remedies.js";
import { report } from "./zh-CN/report.js";
import { ruledOut } from "./zh-CN/ruled-out.js";
import { terms } from "./zh-CN/terms.js";
import { verdicts } from "./zh-CN/verdicts.js";

export const zhCN: Record<keyof typeof en, string> = tableOf(
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
);
