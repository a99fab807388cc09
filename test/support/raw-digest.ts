import { ANALYSIS_PORTS } from "../../src/dissect/ports.js";
import type { Digest } from "../../src/flow/digest.js";
import { unpackDigest } from "../../src/flow/packed/unpack.js";
import { KEEP_ALL } from "../../src/flow/retirement.js";
import type { Share } from "../../src/flow/share.js";
import { Vantage } from "../../src/flow/vantage.js";
import type { Talkers } from "./talkers.js";

const RAW = 101;

interface RawOptions {
  share?: Share;
  maxFlows?: number;
  keepWhole?: number;
  keepSound?: number;
  laneAfter?: number;
  snaplen?: number;
}

/**
 * What one point makes of IP packets, or of a share of them: with so many connections kept in all, that came whole, or are sound, the fast lane
 * from such a frame on, and so many bytes of each packet.
 */
export function rawDigest(
  packets: Talkers["packets"],
  { share, maxFlows, keepWhole, keepSound, laneAfter, snaplen = 65_535 }: RawOptions,
): Digest {
  const about = { name: "a", source: "a", interface: null, linkType: RAW, snaplen: null };
  const vantage = new Vantage(about, ANALYSIS_PORTS, share, maxFlows, keepWhole, laneAfter);
  packets.forEach(({ bytes, nanos }, i) => {
    const times = { seconds: 1_700_000_000 + Math.floor(nanos / 1e9), nanos: nanos % 1e9 };
    const end = Math.min(bytes.length, snaplen);
    const place = { number: i + 1, bytes, start: 0, end, wireLength: bytes.length, interfaceIndex: 0 };
    vantage.add({ ...place, ...times, linkType: RAW, direction: "unknown" });
  });
  const keep = { ...KEEP_ALL, most: keepSound ?? KEEP_ALL.most };
  return share === undefined ? vantage.finish(null, null, keep) : unpackDigest(vantage.finishShare(null, null, keep));
}
