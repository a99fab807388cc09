import type { Side } from "../case.js";
import { phrase } from "../finding.js";
import { verdict } from "../verdict.js";
import type { FlowRule } from "./rule.js";

/**
 * Checksums wrong where they were received: at the point nearest the receiver, on packets that were never acknowledged. At the sender
 * a wrong checksum is the NIC's to fill in (CHECKSUM_PARTIAL), and one that was acknowledged anyway was an artefact of the capture.
 */
export const badChecksum: FlowRule = ({ court, case: c, stop }) => {
  for (const side of [c.toServer, c.toClient]) {
    const nearest = side.journey.views[side.journey.views.length - 1];
    const { checksums } = nearest.sent;
    if (checksums.wrong === 0 || checksums.wrong * 2 < checksums.verified) continue;
    if (!unheard(side) || (stop !== null && stop.side !== side)) continue;
    const sender = side.journey.views[0];
    const first = sender !== nearest && sender.sent.checksums.wrong === 0 ? firstWrong(side) : null;
    return verdict("bad-checksum", side.journey.direction, {
      certainty: side.journey.views.length > 1 ? "proven" : "likely",
      lastSeenAt: nearest.point,
      missingAt: null,
      cause: [
        {
          term: "wrong-checksums",
          value: checksums.wrong,
          evidence: phrase("checksums-verified", { verified: checksums.verified }),
        },
        ...(first === null
          ? []
          : [
              {
                term: "first-wrong-at",
                value: court.correlation.digests[first].name,
                evidence: phrase("right-before"),
              },
            ]),
      ],
      evidence: checksums.wrongFrames.slice(0, 4).map((frame) => ({
        point: nearest.point,
        frame,
        filter: `frame.number == ${frame}`,
        note: phrase("wrong-checksum"),
      })),
      ruledOut: [
        { code: "mtu-black-hole", because: phrase("wrong-but-arrived") },
        {
          code: "random-loss",
          because: phrase("wrong-not-chance", { wrong: checksums.wrong, verified: checksums.verified }),
        },
      ],
    });
  }
  return null;
};

/** Nothing of this direction was acknowledged: neither payload nor its SYN. */
function unheard(side: Side): boolean {
  const synHeard = side.journey.views.some((v) => v.sent.syn !== null && v.back.ack !== null && v.back.rst === null);
  return side.stops.length > 0 || (side.bytes === 0 && !synHeard);
}

function firstWrong(side: Side): number | null {
  return side.journey.views.find((v) => v.sent.checksums.wrong > 0)?.point ?? null;
}
