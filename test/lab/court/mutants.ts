/** A rule broken on purpose: text of the build that is replaced. Each must be found out by some scenario or conversation. */
export interface Mutant {
  /** Below `dist`. */
  file: string;
  /** Occurs exactly once. */
  find: string;
  replace: string;
  /** What is wrong about it. */
  why: string;
  /** The scenario that is tried first, to save time. */
  shownBy?: string;
}

const rules: Mutant[] = [
  {
    file: "diagnose/rules/all-sizes.js",
    find: "const NO_CHANCE = 3",
    replace: "const NO_CHANCE = 99",
    why: "a filter passes for chance",
    shownBy: "name-filter",
  },
  {
    file: "diagnose/rules/all-sizes.js",
    find: "if (stop === null || stop.bySize ||",
    replace: "if (stop === null || !stop.bySize ||",
    why: "size passes for a filter",
    shownBy: "policy-mid-flow",
  },
  {
    file: "diagnose/rules/bad-checksum.js",
    find: "views[side.journey.views.length - 1]",
    replace: "views[0]",
    why: "a sender's checksums are believed",
    shownBy: "bad-checksum",
  },
  {
    file: "diagnose/rules/bad-checksum.js",
    find: "if (!unheard(side) ||",
    replace: "if (",
    why: "checksums of packets that arrived are accused",
    shownBy: "checksum-offload",
  },
  {
    file: "diagnose/rules/black-hole.js",
    find: "if (stop === null || !stop.bySize)",
    replace: "if (stop === null)",
    why: "every stop is blamed on size",
    shownBy: "policy-mid-flow",
  },
  {
    file: "diagnose/rules/capture-incomplete.js",
    find: "if (cause.length === 0)",
    replace: "if (true)",
    why: "nothing is said of what a capture misses",
  },
  {
    file: "diagnose/rules/connection-reset.js",
    find: 'c.outcome !== "reset" && ',
    replace: "",
    why: "only refusals are resets",
    shownBy: "reset-by-server",
  },
  {
    file: "diagnose/rules/connection-reset.js",
    find: "resetting(c.toServer, c.toClient)",
    replace: "c.toServer",
    why: "the client sent every reset",
    shownBy: "reset-by-server",
  },
  {
    file: "diagnose/rules/failing-by-chance.js",
    find: "if (losses < 2)",
    replace: "if (losses < 2000)",
    why: "no flow ever fails by chance",
  },
  {
    file: "diagnose/rules/fragmentation.js",
    find: "if (d.lost.some((f) => f.fragmented))",
    replace: "if (false)",
    why: "fragments that never arrive are a mere cost too",
    shownBy: "fragments-lost",
  },
  {
    file: "diagnose/rules/fragmentation.js",
    find: "first === 0 ? null : views[first - 1].point",
    replace: "null",
    why: "every packet was cut by its sender",
    shownBy: "fragmented-by-router",
  },
  {
    file: "diagnose/rules/fragments-lost.js",
    find: "if (place === null)",
    replace: "if (true)",
    why: "a tunnel's fragments are overlooked",
    shownBy: "fragments-of-tunnel-lost",
  },
  {
    file: "diagnose/rules/handshake.js",
    find: 'c.handshake === "syn" ?',
    replace: "true ?",
    why: "a lost answer is no answer",
    shownBy: "syn-ack-dropped",
  },
  {
    file: "diagnose/rules/icmp-refusal.js",
    find: "type === 3 && code !== 4",
    replace: "type === 3",
    why: "a PTB is a refusal",
    shownBy: "ptb-ignored",
  },
  {
    file: "diagnose/rules/icmp-refusal.js",
    find: "type === 3 && code !== 4 : type === 1",
    replace: "type === 3 && code !== 4 : type === 2",
    why: "ICMPv6 types are mixed up",
    shownBy: "admin-prohibited-ipv6",
  },
  {
    file: "diagnose/rules/mss-clamp.js",
    find: "const WELL_BELOW = 100",
    replace: "const WELL_BELOW = 1000",
    why: "no clamp is ever too low",
    shownBy: "mss-over-clamped",
  },
  {
    file: "diagnose/rules/mss-clamp.js",
    find: "i > 0 && s.mss !== all[i - 1].mss",
    replace: "i > 0 && s.mss === all[i - 1].mss",
    why: "what stayed the same was clamped",
    shownBy: "mss-clamped",
  },
  {
    file: "diagnose/rules/mss-mismatch.js",
    find: "mss < mine",
    replace: "mss > mine",
    why: "the larger MSS works",
    shownBy: "incident-v1",
  },
  {
    file: "diagnose/rules/pmtud-recovery.js",
    find: "const AT_ONCE = 200e6",
    replace: "const AT_ONCE = 200e9",
    why: "a timer's wait is at once",
    shownBy: "probing-recovers",
  },
  {
    file: "diagnose/rules/pmtud-recovery.js",
    find: "const AT_ONCE = 200e6",
    replace: "const AT_ONCE = 0",
    why: "no PTB is obeyed at once",
  },
  {
    file: "diagnose/rules/pmtud-recovery.js",
    find: "large.length === 0 || own.largest === null",
    replace: "large.length >= 0",
    why: "size never explains a loss that was mended",
    shownBy: "pmtud-download",
  },
  {
    file: "diagnose/rules/ptb-lost.js",
    find: '"ptb-ignored" : "ptb-not-delivered"',
    replace: '"ptb-not-delivered" : "ptb-ignored"',
    why: "who got the PTB is turned round",
    shownBy: "ptb-ignored",
  },
  {
    file: "diagnose/rules/random-loss.js",
    find: "const REPEATED = 2",
    replace: "const REPEATED = 1",
    why: "one lost packet is a complaint",
    shownBy: "loss-once",
  },
  {
    file: "diagnose/rules/server-silent.js",
    find: "if (!atServer(c))",
    replace: "if (false)",
    why: "silence far from the server is the server's",
    shownBy: "silence-at-client-only",
  },
  {
    file: "diagnose/rules/server-silent.js",
    find: "if (stop !== null ||",
    replace: "if (",
    why: "a server whose answers are lost is silent",
  },
  {
    file: "diagnose/rules/super-frames.js",
    find: "if (flows.size === 0)",
    replace: "if (true)",
    why: "nothing is said of super-frames",
    shownBy: "super-frames",
  },
  {
    file: "diagnose/rules/tls-alert.js",
    find: "alert.level !== FATAL ||",
    replace: "alert.level === FATAL ||",
    why: "fatal alerts are none",
    shownBy: "tls-alert-version",
  },
  {
    file: "diagnose/rules/undetermined.js",
    find: 'c.toClient.bytes === 0 ? "server-to-client" : null',
    replace: '"client-to-server"',
    why: "an answer that is awaited is a request",
    shownBy: "silence-at-client-only",
  },
  {
    file: "diagnose/rules/zero-window.js",
    find: "if (!closedWindow(court.correlation, side))",
    replace: "if (true)",
    why: "no window is ever closed",
    shownBy: "zero-window",
  },
];

const judgement: Mutant[] = [
  {
    file: "diagnose/stop.js",
    find: "bySize: plausible && shown && !sameSizePassed",
    replace: "bySize: plausible && shown",
    why: "size is blamed though as large ones pass",
    shownBy: "name-filter-large-hello",
  },
  {
    file: "diagnose/stop.js",
    find: "bySize: plausible && shown && !sameSizePassed",
    replace: "bySize: shown && !sameSizePassed",
    why: "a small packet is too large",
    shownBy: "name-filter",
  },
  {
    file: "diagnose/stop.js",
    find: "bySize: plausible && shown && !sameSizePassed",
    replace: "bySize: plausible && !sameSizePassed",
    why: "size is blamed though small ones stop too",
  },
  { file: "diagnose/stop.js", find: "4: 576", replace: "4: 1501", why: "no MTU is below 1501", shownBy: "incident-v1" },
  {
    file: "diagnose/stop.js",
    find: "up.sent.bare - down.sent.bare < 2",
    replace: "false",
    why: "one small packet that a capture lacks is a filter",
  },
  { file: "diagnose/lost-here.js", find: "p.tries >= 3 ||", replace: "", why: "only time makes a loss persistent" },
  {
    file: "diagnose/assess.js",
    find: "tries(b) - tries(a)",
    replace: "tries(a) - tries(b)",
    why: "the place where least is lost is accused",
  },
  {
    file: "diagnose/assess.js",
    find: "closed.time <= p.first.time",
    replace: "false",
    why: "bytes for a side that closed are missed",
    shownBy: "curl-reset-after-fin",
  },
  {
    file: "diagnose/assess.js",
    find: "!afterClose(conversation) &&",
    replace: "",
    why: "a reset after FIN is a fault",
    shownBy: "curl-reset-after-fin",
  },
  {
    file: "diagnose/assess.js",
    find: "&& !gaveUp(conversation)",
    replace: "",
    why: "who gives up waiting is to blame",
  },
  {
    file: "diagnose/assess.js",
    find: "const GAVE_UP_AFTER = 1.5 * SECOND",
    replace: "const GAVE_UP_AFTER = 0.1 * SECOND",
    why: "slow servers are silent",
    shownBy: "slow-server",
  },
  {
    file: "diagnose/bystanders.js",
    find: "return found === null ? place :",
    replace: "return found !== null ? place :",
    why: "no silent point is a witness",
    shownBy: "syn-dropped",
  },
  {
    file: "diagnose/ptb.js",
    find: "if (told.length === 0)",
    replace: "if (true)",
    why: "a PTB that was obeyed is ignored",
  },
  {
    file: "diagnose/quotes.js",
    find: "[error.inner, error.quoted]",
    replace: "[error.quoted]",
    why: "what a tunnel's PTB quotes inside is overlooked",
  },
  {
    file: "diagnose/link-traffic.js",
    find: "overheadAt(own, place.lastSeenAt) !== overheadAt(other, place.lastSeenAt)",
    replace: "false",
    why: "what passed bare counts for what is in a tunnel",
  },
  {
    file: "diagnose/link-traffic.js",
    find: "row.size > limit",
    replace: "false",
    why: "a super-frame proves a large MTU",
    shownBy: "incident-v1-merging-tunnel",
  },
  {
    file: "diagnose/link-traffic.js",
    find: "beyond ? row.packets : row.acknowledged",
    replace: "beyond ? row.packets : row.packets",
    why: "what was sent has passed",
    shownBy: "incident-v1",
  },
  {
    file: "diagnose/datagrams/judge.js",
    find: "const above = largest !== null &&",
    replace: "const above =",
    why: "datagrams of which none arrives are too large",
  },
  {
    file: "diagnose/datagrams/judge.js",
    find: "f.size > largest",
    replace: "f.size > 0",
    why: "one stray datagram hides a limit",
  },
  {
    file: "diagnose/datagrams/judge.js",
    find: "lost.every((f) => f.fragmented) && whole.length === 0",
    replace: "false",
    why: "datagrams in fragments are too large",
    shownBy: "fragments-lost-dns",
  },
  {
    file: "diagnose/datagrams/judge.js",
    find: "if (obeyed)",
    replace: "if (false)",
    why: "a PTB that a program obeys is ignored",
  },
];

const listening: Mutant[] = [
  {
    file: "correlate/correlate.js",
    find: "return (place, at, time) => {",
    replace: 'return (place, at, time) => { return "surely";',
    why: "every point always listens",
  },
  {
    file: "correlate/correlate.js",
    find: "return (place, at, time) => {",
    replace: 'return (place, at, time) => { return "no";',
    why: "no point ever listens",
    shownBy: "incident-v1",
  },
  {
    file: "correlate/loss.js",
    find: "if (delivered && there === 0 && here <= 1)",
    replace: "if (delivered && there === 0) return { ...base, tries: 1, beyond: false };\n        if (false)",
    why: "what a capture missed is lost",
  },
  {
    file: "correlate/loss.js",
    find: "if (delivered && views.some(",
    replace: "if (false && views.some(",
    why: "what came twice was lost once",
  },
];

const order: Mutant[] = [
  {
    file: "correlate/order.js",
    find: "t.differences.push(s.atB - s.atA - (r.atB - r.atA))",
    replace: "t.differences.push(s.atB - s.atA)",
    why: "clocks are believed",
  },
  { file: "correlate/order.js", find: "if (t.ttl !== 0)", replace: "if (false)", why: "TTL orders nothing" },
];

const copies: Mutant[] = [
  {
    file: "flow/copies.js",
    find: "return true;",
    replace: "return false;",
    why: "copies are retransmissions",
    shownBy: "mirror-duplicates",
  },
  {
    file: "flow/copies.js",
    find: "WINDOW_WITHOUT_ID = 500e3",
    replace: "WINDOW_WITHOUT_ID = 500e9",
    why: "retransmissions without identification are copies",
  },
  {
    file: "flow/copies.js",
    find: "this.identification[i] !== identification ||",
    replace: "",
    why: "retransmissions are copies",
  },
];

const wire: Mutant[] = [
  {
    file: "correlate/wire.js",
    find: "for (let at = from; at < to && out.length < 256; at += cutting.fullPayload) {",
    replace: "for (let at = to; at < to; at += cutting.fullPayload) {",
    why: "a super-frame loses nothing",
    shownBy: "super-frames-mute-router",
  },
  { file: "correlate/wire.js", find: "? TIMESTAMPS : 0", replace: "? 0 : 0", why: "timestamps take no room" },
  {
    file: "correlate/wire.js",
    find: "family === 4 ? 40 : 60",
    replace: "40",
    why: "IPv6 headers are as small as IPv4's",
  },
];

export const MUTANTS: readonly Mutant[] = [...rules, ...judgement, ...listening, ...order, ...copies, ...wire];
