import { isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";

const AF_INET = 2;
const AF_INET6 = 10;

/** An address as the kernel takes it: struct sockaddr_in (16 bytes) or sockaddr_in6 (28 bytes). `%zone` names an interface. */
export function encodeAddress(address: string, port: number): Buffer {
  if (!isIPv6(address)) {
    const out = Buffer.alloc(16);
    out.writeUInt16LE(AF_INET, 0);
    out.writeUInt16BE(port, 2);
    Buffer.from(address.split(".").map(Number)).copy(out, 4);
    return out;
  }
  const [bare = "", zone] = address.split("%");
  const out = Buffer.alloc(28);
  out.writeUInt16LE(AF_INET6, 0);
  out.writeUInt16BE(port, 2);
  groupsOf(bare).forEach((group, i) => {
    out.writeUInt16BE(group, 8 + 2 * i);
  });
  if (zone !== undefined) out.writeUInt32LE(scopeOf(zone), 24);
  return out;
}

/** The address and port in a struct sockaddr at `offset`; null where the family is another, or nothing is there. */
export function decodeAddress(bytes: Buffer, offset = 0): { address: string; port: number } | null {
  if (bytes.length < offset + 16) return null;
  const family = bytes.readUInt16LE(offset);
  const port = bytes.readUInt16BE(offset + 2);
  if (family === AF_INET) return { address: [...bytes.subarray(offset + 4, offset + 8)].join("."), port };
  if (family !== AF_INET6 || bytes.length < offset + 28) return null;
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(offset + 8 + 2 * i).toString(16));
  // The URL parser writes IPv6 as RFC 5952 wants it.
  return { address: new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1), port };
}

function groupsOf(address: string): number[] {
  const full = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [left = "", right] = full.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const middle = right === undefined ? [] : Array<string>(8 - head.length - tail.length).fill("0");
  return [...head, ...middle, ...tail].map((group) => Number.parseInt(group, 16));
}

function scopeOf(zone: string): number {
  if (/^\d+$/.test(zone)) return Number(zone);
  return networkInterfaces()[zone]?.find((a) => a.family === "IPv6")?.scopeid ?? 0;
}
