import { CODES, type Code } from "../../diagnose/codes.js";
import { type Finding, type Phrase, phrase } from "../../diagnose/finding.js";
import type { AddressFacts } from "../facts.js";
import type { Target } from "../target.js";

/** One address of the server, measured from one place. */
export interface Place {
  /** What the flows of this place are called after. */
  id: string;
  /** The namespace's name; null for where the command runs. */
  from: string | null;
  target: Target;
  facts: AddressFacts;
}

/** What a rule says; the rest follows from its code. */
export type Said = Partial<Finding> & Pick<Finding, "code" | "certainty" | "direction">;

/** The flow of the ordinary connection, and that of the requests that never end. */
export const ordinaryFlow = (p: Place): string => `${p.id}.ordinary`;
export const uploadFlow = (p: Place): string => `${p.id}.upload`;

/** A finding of the probe: no vantage points, so no location and no frames; what shows it are its terms. */
export function finding(p: Place, said: Said): Finding {
  const { category, severity } = CODES[said.code];
  return {
    category,
    severity,
    role: "primary",
    flows: [ordinaryFlow(p)],
    lastSeenAt: null,
    missingAt: null,
    sizes: null,
    cause: [],
    evidence: [],
    ruledOut: [],
    next: null,
    ...said,
  };
}

export function rival(code: Code, because: Phrase): { code: Code; because: Phrase } {
  return { code, because };
}

/** The capture that would tell on which link it happens. */
export function captureNext(p: Place): Phrase {
  const { address } = p.facts;
  return phrase("next-probe", {
    command: `tcpdump -ni any -s 192 -w next.pcap '(host ${address} and port ${p.target.port}) or icmp or icmp6 or udp port 4789'`,
  });
}
