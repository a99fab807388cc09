import type { Endpoint } from "./digest.js";

/** What servers are told apart by. */
export function nameOf({ address, port }: Endpoint): string {
  return `${address} ${port}`;
}
