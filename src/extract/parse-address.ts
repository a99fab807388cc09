/** The 4 bytes of a dotted address, or null. */
export function parseIpv4(text: string): Uint8Array | null {
  const parts = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? text.split(".").map(Number) : [];
  return parts.length === 4 && parts.every((part) => part <= 255) ? Uint8Array.from(parts) : null;
}

/** The 16 bytes of an address in any of the forms of RFC 4291 section 2.2, or null. */
export function parseIpv6(text: string): Uint8Array | null {
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  const last = dotted === null ? null : parseIpv4(dotted[2]);
  if (dotted !== null && last === null) return null;
  const [head, tail, more] = (dotted === null ? text : dotted[1].replace(/([^:]):$/, "$1")).split("::");
  if (more !== undefined) return null;
  const groups = (part: string | undefined) => (part === undefined || part === "" ? [] : part.split(":"));
  const before = groups(head);
  const after = groups(tail);
  const room = (last === null ? 16 : 12) / 2 - before.length - after.length;
  if (tail === undefined ? room !== 0 : room < 1) return null;
  const all = [...before, ...new Array<string>(Math.max(0, room)).fill("0"), ...after];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const bytes = all.flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
  return Uint8Array.from([...bytes, ...(last ?? [])]);
}
