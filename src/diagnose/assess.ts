import type { Conversation, Correlation, Journeying } from "../correlate/conversation.js";
import type { LostPacket } from "../correlate/loss.js";
import type { Sighting, TcpDirection } from "../flow/digest.js";
import { sizeOf } from "../flow/ranges.js";
import type { Case, Side } from "./case.js";
import { groupByPlace, headFirst } from "./lost-here.js";
import { quotesOf, reachOf } from "./quotes.js";

const SECOND = 1e9;
/** A request waits longer than this for an answer only where something is wrong, or slow. */
const GAVE_UP_AFTER = 1.5 * SECOND;
const GOODBYE = 0.2 * SECOND;
/** Packets with payload a client sends up to its first request over TLS, and its goodbye: hello, finish, request, close notification. */
const FIRST_EXCHANGE = 5;

/** Reads one flow: how far it came, what was lost and never mended, how it ended. */
export function assess(c: Correlation, conversation: Conversation): Case {
  const toServer = side(c, conversation, conversation.toServer);
  const toClient = side(c, conversation, conversation.toClient);
  const handshake = handshakeOf(toServer, toClient);
  const silence = silenceOf(c, conversation);
  const outcome = outcomeOf(c, conversation, toServer, toClient, handshake, silence);
  const failed = outcome === "stalled" || outcome === "reset" || outcome === "unanswered" || outcome === "refused";
  const waited = waitedFor(c, toServer);
  return { plain: false, conversation, toServer, toClient, handshake, silence, waited, outcome, failed };
}

function side(c: Correlation, conversation: Conversation, journey: Journeying): Side {
  const undelivered = journey.loss.lost.filter((p) => !p.delivered && matters(c, journey, p));
  const final = undelivered.length === 1 && wasHeard(journey, undelivered[0]) ? [] : undelivered;
  const recovered = journey.loss.lost.filter((p) => p.delivered);
  const quotes = quotesOf(c, conversation, journey);
  const placed = (lost: LostPacket[]) => groupByPlace(journey, lost, reachOf(journey, quotes, lost));
  return {
    journey,
    stops: headFirst(placed(final)),
    recovered: placed(recovered),
    bytes: Math.max(0, ...journey.views.map((v) => sizeOf(v.covered))),
    syn: firstSyn(journey),
    fin: firstOf(journey, (d) => d.fin),
    rst: firstOf(journey, (d) => d.rst),
    quotes,
  };
}

/**
 * Bytes never acknowledged matter when somebody still wanted them: not those sent to a side that had closed before, and not those
 * last sent just before the capture ended.
 */
function matters(c: Correlation, journey: Journeying, p: LostPacket): boolean {
  const at = p.lastSeen < 0 ? p.missing : p.lastSeen;
  const view = journey.views[Math.min(at, journey.views.length - 1)];
  const closed = earliest(view.back.fin, view.back.rst);
  if (closed !== null && closed.time <= p.first.time) return false;
  const end = c.digests[view.point].end ?? p.last.time;
  const watched = end - p.first.time;
  // Without the other direction nobody knows what was acknowledged; only sending again and again tells.
  if (journey.views.every((v) => v.back.packets === 0)) return p.tries >= 3;
  if (p.inferred) return watched >= 0.3 * SECOND || view.back.duplicateAcks >= 3;
  if (p.tries >= 2) return watched >= 0.3 * SECOND;
  return watched >= SECOND;
}

/**
 * Whether the only packet that nobody is seen to acknowledge was, since its sender went on without sending it again: the capture missed the
 * acknowledgment. A timer starts at a second at most (RFC 6298 section 2).
 */
function wasHeard({ views }: Journeying, p: LostPacket): boolean {
  if (p.inferred || p.tries > 1 || p.lastSeen < 0) return false;
  const { sent, delta } = views[p.lastSeen];
  const again = sent.segments.some((s) => s.from + delta < p.to && s.to + delta > p.from && s.last.time > p.first.time);
  return !again && sent.last !== null && sent.last.time - p.first.time >= 2 * SECOND;
}

function earliest(a: Sighting | null, b: Sighting | null): Sighting | null {
  if (a === null) return b;
  if (b === null) return a;
  return a.time <= b.time ? a : b;
}

function firstSyn(journey: Journeying): Side["syn"] {
  for (const v of journey.views) {
    const s = v.sent.syn;
    if (s !== null) return { point: v.point, frame: s.frame, time: s.time, mss: s.mss };
  }
  return null;
}

function firstOf<T extends Sighting>(
  journey: Journeying,
  pick: (d: TcpDirection) => T | null,
): (T & { point: number }) | null {
  for (const v of journey.views) {
    const found = pick(v.sent);
    if (found !== null) return { ...found, point: v.point };
  }
  return null;
}

function handshakeOf(toServer: Side, toClient: Side): Case["handshake"] {
  const syn = toServer.syn !== null;
  const synAck = toClient.syn !== null;
  const more =
    toServer.bytes > 0 ||
    toServer.journey.views.some((v) => v.sent.packets > (v.sent.syn?.count ?? 0) && v.sent.ack !== null);
  if (!syn && !synAck) return "mid-flow";
  // A client that acknowledges has heard an answer, though no point may be on its way back.
  const heard = toServer.journey.views.some((v) => v.sent.ack !== null);
  if (!synAck && toClient.bytes === 0 && !anyAck(toClient)) return heard ? "complete" : "syn";
  if (more || toClient.bytes > 0) return "complete";
  return "syn-ack";
}

function anyAck(s: Side): boolean {
  return s.journey.views.some((v) => v.sent.packets > 0 && v.sent.rst === null);
}

function silenceOf(c: Correlation, conversation: Conversation): number {
  let longest = 0;
  for (const v of conversation.views) {
    const d = c.digests[v.point];
    let last = 0;
    for (const x of [v.flow.toServer, v.flow.toClient]) {
      for (const s of [x.newData, x.ackProgress, x.syn, x.fin]) if (s !== null) last = Math.max(last, s.time);
    }
    longest = Math.max(longest, (d.end ?? last) - last);
  }
  return longest;
}

function outcomeOf(
  c: Correlation,
  conversation: Conversation,
  toServer: Side,
  toClient: Side,
  handshake: Case["handshake"],
  silence: number,
): Case["outcome"] {
  const stalled = [toServer, toClient].some((s) =>
    s.stops.some((stop) => stop.persistent || stop.lastSeen < 0 || stop.tries >= 2),
  );
  if (handshake === "syn") {
    if (toClient.rst !== null) return "refused";
    const syn = toServer.syn;
    const again = conversation.views.some((v) => (v.flow.toServer.syn?.count ?? 0) > 1);
    const quoted = toServer.quotes.length > 0;
    return syn !== null && (again || quoted || silence >= SECOND) ? "unanswered" : "open";
  }
  if (handshake === "syn-ack") {
    // The answer was sent, and the client goes on asking, or the server goes on answering.
    const again = conversation.views.some(
      (v) => (v.flow.toServer.syn?.count ?? 0) > 1 || (v.flow.toClient.syn?.count ?? 0) > 1,
    );
    if (toServer.rst !== null || toClient.rst !== null) return "reset";
    return again || silence >= SECOND ? "unanswered" : "open";
  }
  const reset = toServer.rst ?? toClient.rst;
  if (alerted(toServer) || alerted(toClient)) return "refused";
  if (stalled) return "stalled";
  if (closedWindow(c, toServer) || closedWindow(c, toClient)) return "stalled";
  if (reset !== null && !afterClose(conversation) && !gaveUp(conversation)) return "reset";
  if (waiting(c, toServer, toClient, handshake)) return "stalled";
  if (toServer.fin !== null || toClient.fin !== null || reset !== null) return "completed";
  return handshake === "mid-flow" ? "partial" : "open";
}

/** A fatal alert in the clear ends a TLS handshake, however politely the connection is closed after it. */
function alerted(s: Side): boolean {
  return s.journey.views.some((v) => v.sent.tls?.alert?.level === 2 && v.sent.tls.alert.description !== 0);
}

/** Whether the window of the receiver of this direction stayed closed to the end, for more than a second. */
export function closedWindow(c: Correlation, s: Side): boolean {
  return s.journey.views.some((v) => {
    const last = v.back.zeroWindow[v.back.zeroWindow.length - 1];
    if (last === undefined || last.until !== null) return false;
    if (v.back.rst !== null && v.back.rst.time <= last.from.time) return false;
    const end = c.digests[v.point].end ?? last.from.time;
    return end - last.from.time >= SECOND && (v.sent.last?.time ?? 0) > last.from.time;
  });
}

/** A reset after a FIN, or after everything was said, is how many programs close a healthy connection. */
function afterClose(conversation: Conversation): boolean {
  return conversation.views.some((v) => {
    const { toServer, toClient } = v.flow;
    const fin = earliest(toServer.fin, toClient.fin);
    const rst = earliest(toServer.rst, toClient.rst);
    return fin !== null && rst !== null && fin.time <= rst.time;
  });
}

/** A reset by the side that had waited for an answer, after a long silence, is a consequence and no cause. */
function gaveUp(conversation: Conversation): boolean {
  return conversation.views.some((v) => {
    const { toServer } = v.flow;
    if (toServer.rst === null || v.flow.toClient.rst !== null) return false;
    const last = Math.max(
      toServer.newData?.time ?? 0,
      v.flow.toClient.newData?.time ?? 0,
      toServer.ackProgress?.time ?? 0,
    );
    return toServer.newData !== null && toServer.rst.time - last >= GAVE_UP_AFTER;
  });
}

/**
 * The client has asked, the server has it, and nothing comes: for the first exchange of a connection, or where the client itself gave
 * up waiting. One-way protocols, idle connections and slow servers that answer in the end are none of this.
 */
function waiting(c: Correlation, toServer: Side, toClient: Side, handshake: Case["handshake"]): boolean {
  if (toServer.bytes === 0) return false;
  // Where no point is on the way back, nobody knows what was answered.
  if (toClient.journey.views.every((v) => v.sent.packets === 0)) return false;
  // A capture may have missed the request itself.
  const asking = toServer.journey.views.filter((v) => v.sent.newData !== null);
  return asking.every((v) => {
    if (!isUnanswered(v.sent, v.back, c.digests[v.point].end)) return false;
    if (toClient.bytes === 0 && handshake === "complete") return isRequest(v.sent) && !answeredUnseen(toClient);
    return earliest(v.sent.fin, v.sent.rst) !== null && unfinished(v.sent, v.back);
  });
}

/** Whether the client had asked for something and nothing had come when it gave up, or at the end of watching, long after. */
export function isUnanswered(sent: TcpDirection, back: TcpDirection, end: number | null): boolean {
  const quit = earliest(sent.fin, sent.rst);
  const asked = lastRequest(sent, quit);
  if (asked === null) return false;
  const answered = back.newData;
  if (answered !== null && answered.time >= asked.time) return false;
  return (quit?.time ?? end ?? asked.time) - asked.time >= GAVE_UP_AFTER;
}

/** Whether the client acknowledged payload that every capture missed; one byte may be a FIN. */
function answeredUnseen({ journey }: Side): boolean {
  return sizeOf(journey.loss.unseen) > 1;
}

/** How long the client waited after its last request, at the point that watched longest. */
function waitedFor(c: Correlation, toServer: Side): number {
  let longest = 0;
  for (const v of toServer.journey.views) {
    const quit = earliest(v.sent.fin, v.sent.rst);
    const asked = lastRequest(v.sent, quit);
    if (asked === null) continue;
    const end = quit?.time ?? c.digests[v.point].end ?? asked.time;
    longest = Math.max(longest, end - asked.time);
  }
  return longest;
}

/** The last thing the client sent that was not its goodbye: a TLS close notification goes out with the FIN. */
function lastRequest(sent: TcpDirection, quit: Sighting | null): Sighting | null {
  const last = sent.newData;
  if (last === null || quit === null || sent.beforePause === null) return last;
  return quit.time - last.time < GOODBYE ? sent.beforePause : last;
}

/** A TLS hello, or little enough to be a question. */
function isRequest(d: TcpDirection): boolean {
  return d.tls?.clientHello != null || sizeOf(d.covered) <= 16384;
}

/** A TLS handshake that never came to an end, or its first request, unanswered. Long-lived connections send more than a few packets. */
function unfinished(sent: TcpDirection, back: TcpDirection): boolean {
  if (sent.tls?.clientHello == null) return false;
  if (back.tls?.serverHello == null) return true;
  const packets = sent.sizes.reduce((n, row) => n + row.packets - row.repeats, 0);
  return sent.tls.applicationData !== null && packets <= FIRST_EXCHANGE;
}
