import { Talk } from "../../support/talk.js";

/** A conversation written packet by packet, and everything that must be found in it but context. */
export interface Conversation {
  name: string;
  talk: () => Talk;
  /** `ROLE CODE DIRECTION LASTSEEN>MISSING SMALLESTLOST` each. */
  verdict: string[];
}

export const POINTS = ["client", "router", "server"];

export function asked(points: readonly string[] = POINTS): Talk {
  return new Talk(points)
    .background(0)
    .handshake()
    .send(
      { from: "client", flags: "PA", seq: 1, ack: 1, length: 300 },
      { from: "server", flags: "A", seq: 1, ack: 301 },
    );
}

export const FULL = 1460;
/** The n-th full segment of an answer. */
export const full = (n: number) => ({ from: "server" as const, flags: "A", seq: 1 + n * FULL, ack: 301, length: FULL });
export const acked = (n: number) => ({ from: "client" as const, flags: "A", seq: 301, ack: 1 + n * FULL });
