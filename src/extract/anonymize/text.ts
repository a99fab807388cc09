import { formatIpv4, formatIpv6 } from "../../dissect/address.js";
import { parseIpv4, parseIpv6 } from "../parse-address.js";
import type { AddressMap } from "./addresses.js";

/** Whatever may be an address: dotted or coloned, in a sentence. */
const CANDIDATE = /\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::{1,2}[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}/gi;

/** Replaces the addresses in a text as `map` does in frames, and `names` by what they became. */
export function replaceInText(text: string, map: AddressMap, names: ReadonlyMap<string, string>): string {
  let out = text.replace(CANDIDATE, (word) => replaceAddress(word, map));
  for (const [name, other] of names) out = out.replaceAll(name, other);
  return out;
}

function replaceAddress(word: string, map: AddressMap): string {
  const v4 = parseIpv4(word);
  if (v4 !== null) return formatIpv4(map.ipv4(v4), 0);
  // In a sentence a colon may follow an address.
  const tail = /[^:]:$/.test(word) ? ":" : "";
  const bare = word.slice(0, word.length - tail.length);
  const mac = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(bare) ? bare.split(":") : null;
  if (mac !== null) {
    const bytes = map.mac(Uint8Array.from(mac, (byte) => Number.parseInt(byte, 16)));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":") + tail;
  }
  const v6 = parseIpv6(bare);
  return v6 === null ? word : formatIpv6(map.ipv6(v6), 0) + tail;
}
