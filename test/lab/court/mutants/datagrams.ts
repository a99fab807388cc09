import type { Mutant } from "./mutant.js";

/** Conversations that nobody acknowledges. */
export const datagrams: Mutant[] = [
  {
    file: "diagnose/datagrams/judge.js",
    find: "const above = largest !== null &&",
    replace: "const above =",
    why: "datagrams of which none arrives are too large",
  },
  {
    file: "diagnose/datagrams/by-chance.js",
    find: "f.size > largest",
    replace: "f.size > 0",
    why: "one stray datagram hides a limit",
  },
  {
    file: "diagnose/datagrams/by-chance.js",
    find: "!answered && lost.length <= REPEATED",
    replace: "false",
    why: "two of a few datagrams that nobody answers are lost for their size",
  },
  {
    file: "diagnose/datagrams/by-chance.js",
    find: "chance <= SELDOM",
    replace: "false",
    why: "small datagrams lost beside all the large ones are lost by chance",
  },
  {
    file: "diagnose/datagrams/judge.js",
    find: "lost.every((f) => f.fragmented) && whole.length === 0",
    replace: "false",
    why: "datagrams in fragments are too large",
    shownBy: "fragments-lost-dns",
  },
  {
    file: "diagnose/datagrams/place.js",
    find: "return lost.length >= REPEATED && !d.fates",
    replace: "return false && !d.fates",
    why: "a limit is where most datagrams are missing, though some passed",
  },
  {
    file: "diagnose/datagrams/judge.js",
    find: "if (obeyed)",
    replace: "if (false)",
    why: "a PTB that a program obeys is ignored",
  },
  {
    file: "diagnose/datagrams/fate.js",
    find: "!listening(court, views[missing].point, time)",
    replace: "false",
    why: "a datagram is lost where nobody watched",
  },
  {
    file: "correlate/datagrams.js",
    find: "turned[i] === wrong",
    replace: "false",
    why: "who spoke first at a point is the client everywhere",
  },
  {
    file: "diagnose/datagrams/icmp.js",
    find: "x.size > mtu && x.time > first + 50e6",
    replace: "x.size > mtu",
    why: "what was sent before a PTB ignored it",
  },
  {
    file: "diagnose/datagrams/probing.js",
    find: "if (apart &&",
    replace: "if (false &&",
    why: "QUIC that looks for its MTU lost data",
  },
  {
    file: "diagnose/datagrams/together.js",
    find: "const REPEATED = 3",
    replace: "const REPEATED = 99",
    why: "questions on ports of their own show nothing together",
  },
  {
    file: "diagnose/datagrams/together.js",
    find: "others.length > 0",
    replace: "true",
    why: "questions that the nearest capture missed are another host's",
  },
  {
    file: "diagnose/datagrams/vanished.js",
    find: "const REPEATED = 3",
    replace: "const REPEATED = 99",
    why: "questions that a filter takes were never asked",
  },
];
