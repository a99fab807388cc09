import type { AddressMap } from "./addresses.js";

/** A frame on its way to another that tells as much of the network and nothing of whose it is; offsets are the same in both. */
export interface Rewrite {
  /** The captured bytes as they were. */
  before: Uint8Array;
  /** The same, with what was replaced so far. */
  out: Uint8Array;
  map: AddressMap;
  /** 16 bytes: the key of everything that is replaced. */
  key: Uint8Array;
  /** What a host name becomes, of the same length. */
  name: (name: string) => string;
}

export function replaceIpv4(w: Rewrite, at: number): void {
  w.out.set(w.map.ipv4(w.before.subarray(at, at + 4)), at);
}

export function replaceIpv6(w: Rewrite, at: number): void {
  w.out.set(w.map.ipv6(w.before.subarray(at, at + 16)), at);
}

export function replaceMac(w: Rewrite, at: number): void {
  w.out.set(w.map.mac(w.before.subarray(at, at + 6)), at);
}
