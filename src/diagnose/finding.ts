import type { Category, Certainty, Code, FlowDirection, Role, Severity } from "./codes.js";

/** Something to be said, by key: messages/ has the words. Parameters are numbers (bytes, counts) and names. */
export interface Phrase {
  key: string;
  params: Record<string, string | number>;
}

/** One line of the sum that proves a finding. */
export interface Cause {
  /** Key of the term, such as `inner-packet`; messages/ words it. */
  term: string;
  value: number | string;
  evidence: Phrase;
}

export interface Evidence {
  /** Index of the digest. */
  point: number;
  frame: number | null;
  filter: string | null;
  note: Phrase;
}

/** Inner IP bytes; see design: sizes. */
export interface Sizes {
  largestDelivered: number | null;
  smallestLost: number | null;
  largestPassed: number | null;
  overhead: number | null;
}

/** What a rule says of one flow. Points are indices of digests. */
export interface Verdict {
  code: Code;
  certainty: Certainty;
  direction: FlowDirection | null;
  lastSeenAt: number | null;
  missingAt: number | null;
  sizes: Sizes | null;
  cause: Cause[];
  evidence: Evidence[];
  ruledOut: { code: Code; because: Phrase }[];
  next: Phrase | null;
  /** Overrides the code's usual severity. */
  severity?: Severity;
}

export interface Finding extends Verdict {
  category: Category;
  role: Role;
  severity: Severity;
  /** Ids of conversations. */
  flows: string[];
}

export function phrase(key: string, params: Phrase["params"] = {}): Phrase {
  return { key, params };
}
