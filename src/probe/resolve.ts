import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { UserError } from "../node/errors.js";

export interface Address {
  address: string;
  family: 4 | 6;
}

/** The addresses to probe, at most one of each family, IPv6 first where the system prefers it (RFC 8305 section 4). @throws UserError */
export async function addressesOf(host: string, family: 4 | 6 | null): Promise<Address[]> {
  const literal = isIP(host.split("%")[0]!);
  if (literal !== 0) {
    if (family !== null && literal !== family)
      throw new UserError("wrong-family", `${host} is no IPv${family} address`, `hopscope probe -${literal} ${host}`);
    return [{ address: host, family: literal as 4 | 6 }];
  }
  let all: { address: string; family: number }[];
  try {
    all = await lookup(host, { all: true, order: "verbatim", ...(family === null ? {} : { family }) });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    const why: Record<string, string> = {
      ENOTFOUND: "no such name, or the name server cannot be reached",
      EAI_AGAIN: "the name server did not answer",
      ENODATA: "the name has no address",
    };
    throw new UserError(
      "dns-failed",
      `DNS: ${host} has no address: ${why[code] ?? code}`,
      `getent ahosts ${host}; cat /etc/resolv.conf`,
    );
  }
  const firstOf = (wanted: number) => all.findIndex((a) => a.family === wanted);
  return [firstOf(4), firstOf(6)]
    .filter((index) => index >= 0)
    .sort((a, b) => a - b)
    .map((index) => all[index] as Address);
}
