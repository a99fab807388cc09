import type { Mutant } from "./mutant.js";

/** What several points together know. */
export const correlation: Mutant[] = [
  {
    file: "correlate/correlate.js",
    find: "return (place, at, time) => {",
    replace: "return (place, at, time) => { return 0;",
    why: "every point always listens",
  },
  {
    file: "correlate/correlate.js",
    find: "return (place, at, time) => {",
    replace: "return (place, at, time) => { return null;",
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
  {
    file: "correlate/order.js",
    find: "t.differences.push(s.atB - s.atA - (r.atB - r.atA))",
    replace: "t.differences.push(s.atB - s.atA)",
    why: "clocks are believed",
  },
  { file: "correlate/order.js", find: "if (t.ttl !== 0)", replace: "if (false)", why: "TTL orders nothing" },
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
  {
    file: "correlate/correlate.js",
    find: "if (place.sent.packets === 0)",
    replace: "if (false)",
    why: "a point off the path is on it",
  },
  {
    file: "correlate/correlate.js",
    find: "local < there.start - EDGE ? null :",
    replace: "",
    why: "a capture that began later missed nothing",
  },
  {
    file: "correlate/correlate.js",
    find: "Math.max(0, local - there.end)",
    replace: "0",
    why: "a capture that ended missed nothing",
  },
  {
    file: "correlate/evidence.js",
    find: "b.samples[j + 2] + epochDifference",
    replace: "b.samples[j + 2]",
    why: "every capture begins in the same second",
  },
  {
    file: "correlate/match.js",
    find: "const unnamed = joinBySyn(all, groups);\n    joinBySamples(all, unnamed, groups);",
    replace: "",
    why: "flows are not known behind NAT",
    shownBy: "incident-v1",
  },
  {
    file: "correlate/align.js",
    find: "delta = (sent.base - base) | 0",
    replace: "delta = 0",
    why: "who joined late counts from where it joined",
    shownBy: "staggered",
  },
  {
    file: "correlate/align.js",
    find: "sacked = union(sacked, shift(v.back.sacked, v.delta));",
    replace: "",
    why: "what was acknowledged selectively was not delivered",
  },
  {
    file: "correlate/orient.js",
    find: "isTurned(v.flow, best.flow)",
    replace: "false",
    why: "who joined late knows the client",
    shownBy: "staggered",
  },
  {
    file: "correlate/ttl.js",
    find: "INITIAL.has(ttl.high)",
    replace: "true",
    why: "every point is at the sender",
  },
];
