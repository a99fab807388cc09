/** An MTU at which lost packets would fit, and how it is known. */
export interface FittingMtu {
  /** Null where nothing tells. */
  mtu: number | null;
  /**
   * `flow`: a host on the way has it, and its own flow works; `ptb`: a PTB says it; `passed`: the largest size that passed, so the limit
   * may be higher; `standard`: the usual 1500 less the encapsulation, which is likely and not seen.
   */
  by: "flow" | "ptb" | "passed" | "standard" | "unknown";
  /** Packets of that size were seen to pass where larger ones were lost, or the router that drops them says so. */
  proven: boolean;
}

interface Known {
  lost: number | null;
  passed: number | null;
  told: number | null;
  announced: number | null;
  overhead: number;
}

const STANDARD_MTU = 1500;
/** Nobody sets less: RFC 8200 section 5 asks for 1280, and no overlay of IPv4 comes below it. */
const SMALLEST_SENSIBLE = 1280;

export function fittingMtu({ lost, passed, told, announced, overhead }: Known): FittingMtu {
  const below = (mtu: number | null): mtu is number => mtu !== null && (lost === null || mtu < lost);
  const seen = (mtu: number) => passed !== null && mtu <= passed;
  if (below(told)) return { mtu: told, by: "ptb", proven: true };
  if (below(announced)) return { mtu: announced, by: "flow", proven: seen(announced) };
  const inside = STANDARD_MTU - overhead;
  if (below(inside) && !seen(inside)) return { mtu: inside, by: "standard", proven: false };
  if (below(passed) && passed >= SMALLEST_SENSIBLE) return { mtu: passed, by: "passed", proven: true };
  return { mtu: null, by: "unknown", proven: false };
}
