import type { Court } from "../diagnose/case.js";
import type { Code } from "../diagnose/codes.js";
import type { Finding } from "../diagnose/finding.js";
import { checksumOffload } from "./checksum-offload.js";
import { clientMtu } from "./client-mtu.js";
import { dockerMtu, dockerNetworkMtu } from "./docker.js";
import { looseReversePath, openFilter } from "./filters.js";
import { letFragmentsThrough, roomForWholePackets, smallerDnsAnswers } from "./fragments.js";
import { honourPtb } from "./honour-ptb.js";
import { letPtbThrough } from "./let-ptb-through.js";
import { linkMtu } from "./link-mtu.js";
import { mssClamp } from "./mss-clamp.js";
import { mtuProbing } from "./mtu-probing.js";
import { overlayMtu } from "./overlay-mtu.js";
import { raiseClamp } from "./raise-clamp.js";
import type { Remedy } from "./remedy.js";
import { type Situation, situationOf } from "./situation.js";
import { underlayMtu } from "./underlay-mtu.js";

export type { Remedy } from "./remedy.js";

type RemedyFor = (s: Situation) => Remedy | null;

const SMALLER_PACKETS: readonly RemedyFor[] = [clientMtu, dockerMtu, dockerNetworkMtu, mssClamp];
const MORE_ROOM: readonly RemedyFor[] = [underlayMtu, overlayMtu, linkMtu];

/** What may mend a code, the smallest change first; each decides from the situation whether it applies. */
const REMEDIES: Partial<Record<Code, readonly RemedyFor[]>> = {
  "mtu-black-hole": [...SMALLER_PACKETS, ...MORE_ROOM],
  "ptb-not-delivered": [letPtbThrough, ...SMALLER_PACKETS, ...MORE_ROOM],
  "ptb-ignored": [honourPtb, mtuProbing, ...SMALLER_PACKETS, ...MORE_ROOM],
  "pmtud-recovery": [...SMALLER_PACKETS, ...MORE_ROOM],
  "fragments-lost": [
    smallerDnsAnswers,
    letFragmentsThrough,
    ...SMALLER_PACKETS,
    underlayMtu,
    overlayMtu,
    roomForWholePackets,
  ],
  fragmentation: [smallerDnsAnswers, ...SMALLER_PACKETS, underlayMtu, overlayMtu, roomForWholePackets],
  "mss-over-clamped": [raiseClamp],
  "policy-drop": [openFilter],
  "one-way-traffic": [looseReversePath, openFilter],
  "bad-checksum": [checksumOffload],
};

/** `findings` are all of the diagnosis that `finding` is one of. */
export function remediesFor(court: Court, finding: Finding, findings: readonly Finding[] = [finding]): Remedy[] {
  // What was found out at once, by a PTB as it should be, needs no mending.
  if (REMEDIES[finding.code] === undefined || finding.severity === "info") return [];
  const situation = situationOf(court, finding, findings);
  return situation === null ? [] : remediesIn(finding.code, situation);
}

export function remediesIn(code: Code, situation: Situation): Remedy[] {
  return (REMEDIES[code] ?? []).flatMap((remedy) => remedy(situation) ?? []);
}
