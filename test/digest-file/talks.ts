import fc from "fast-check";
import { type Sent, Talk } from "../support/talk.js";

const POINTS = ["client", "router", "server"];

const sent: fc.Arbitrary<Sent> = fc.record(
  {
    from: fc.constantFrom("client" as const, "server" as const),
    flags: fc.constantFrom("A", "PA", "A", "PA", "S", "SA", "FA", "R", "RA"),
    seq: fc.oneof(fc.integer({ min: 0, max: 8000 }), fc.integer({ min: 0, max: 2 ** 32 - 1 })),
    ack: fc.integer({ min: 0, max: 8000 }),
    length: fc.constantFrom(0, 0, 1, 100, 536, 1410, 1460, 2820),
    window: fc.constantFrom(0, 500, 65535),
    mss: fc.constantFrom(536, 1410, 1460),
    sack: fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 })), { maxLength: 3 }),
    until: fc.constantFrom(...POINTS),
    unseenAt: fc.subarray(POINTS),
    at: fc.double({ min: 0, max: 20, noNaN: true }),
    ttl: fc.integer({ min: 1, max: 255 }),
    checksum: fc.constant(0x1234),
  },
  { requiredKeys: ["from", "flags", "seq"] },
);

/** Conversations of any packets whatever, as three points see them. */
export const talks: fc.Arbitrary<Talk> = fc
  .record({ before: fc.boolean(), packets: fc.array(sent, { maxLength: 60 }) })
  .map(({ before, packets }) => {
    const talk = new Talk(POINTS).background(0);
    return (before ? talk.handshake() : talk).send(...packets).background(21);
  });
