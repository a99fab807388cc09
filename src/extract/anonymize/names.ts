import { sipHash } from "./siphash.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const DOMAIN = 0x4e;

/**
 * A name of the same length for a name, label by label from the right: names under one domain stay under one. Case does not count
 * (RFC 4343); what is no letter of a host name is kept, so that it takes no more room in a frame.
 */
export function replaceName(key: Uint8Array, name: string): string {
  const labels = name.toLowerCase().split(".");
  for (let i = labels.length - 1; i >= 0; i--)
    labels[i] = replaceLabel(key, labels.slice(i).join("."), labels[i].length);
  return labels.join(".");
}

/** `suffix` is the label with those already replaced behind it. */
function replaceLabel(key: Uint8Array, suffix: string, length: number): string {
  let out = "";
  for (let block = 0; out.length < length; block++) {
    const input = Uint8Array.of(DOMAIN, block, ...Array.from(suffix, (c) => c.charCodeAt(0) & 0xff));
    let [bits] = sipHash(key, input);
    for (let i = 0; i < 6 && out.length < length; i++) {
      out += LETTERS[bits % LETTERS.length];
      bits = Math.floor(bits / LETTERS.length);
    }
  }
  return out;
}
