import type { Case, Court, Side } from "./case.js";
import { type Phrase, phrase } from "./finding.js";
import type { LostHere } from "./lost-here.js";

/** Which capture would decide: beyond the outermost point on the side where the packets vanish. */
export function nextCapture(court: Court, c: Case, side: Side, place: LostHere): Phrase {
  const { digests } = court.correlation;
  const towardsSender = place.lastSeenAt === null;
  const known = towardsSender ? place.missingAt : place.lastSeenAt;
  const toServer = side.journey.direction === "client-to-server";
  const both = place.lastSeenAt !== null && place.missingAt !== null;
  const key = both ? "next-longer" : towardsSender === toServer ? "next-client-side" : "next-server-side";
  return phrase(key, { point: known === null ? "" : digests[known].name, command: captureCommand(c, known) });
}

/** Headers only: enough for every verdict, little of what people said. */
export function captureCommand(c: Case, point: number | null): string {
  const { server } = (c.conversation.views.find((v) => v.point === point) ?? c.conversation.views[0]).flow;
  return `tcpdump -ni any -s 192 -w next.pcap '(host ${server.address} and port ${server.port}) or icmp or icmp6 or udp port 4789'`;
}
