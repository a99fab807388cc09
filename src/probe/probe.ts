import { loadLibc } from "../node/libc.js";
import { familyOf, mustBeOurs } from "./bind.js";
import { measureBlind } from "./blind.js";
import type { Limits } from "./budget.js";
import type { AddressFacts } from "./facts.js";
import { type MeasureOptions, measure } from "./measure.js";
import { type Address, addressesOf } from "./resolve.js";
import { headersOf } from "./sizes.js";
import type { Target } from "./target.js";

export interface ProbeOptions {
  family: 4 | 6 | null;
  bind: string | null;
  /** The host to connect to in the target's place. */
  connectTo: string | null;
  /** What the host's name stands for, where somebody else has asked. */
  addresses: readonly Address[] | null;
  /** Announce no larger MSS than this. */
  mss: number | null;
  limits: Limits;
  signal: AbortSignal;
  onProgress: MeasureOptions["onProgress"];
}

/** Measures every address of the target from here, one per address family, at the same time. @throws UserError where it has none */
export async function probe(target: Target, options: ProbeOptions): Promise<AddressFacts[]> {
  const family = familyOf(options);
  if (options.bind !== null) await mustBeOurs(options.bind);
  const [libc, addresses] = await Promise.all([
    loadLibc(),
    options.addresses ?? addressesOf(options.connectTo ?? target.host, family),
  ]);
  return Promise.all(
    addresses.map(({ address, family }) => {
      const common = {
        target,
        to: { address, family, port: target.port, bind: options.bind },
        limits: options.limits,
        signal: options.signal,
        size: options.mss === null ? null : options.mss + headersOf(family),
        onProgress: options.onProgress,
      };
      return libc === null ? measureBlind(common) : measure({ libc, ...common });
    }),
  );
}
