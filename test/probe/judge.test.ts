import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { en } from "../../src/messages/en.js";
import { zhCN } from "../../src/messages/zh-CN.js";
import type { Forward } from "../../src/probe/forward.js";
import { judge } from "../../src/probe/judge/judge.js";
import { toServer } from "../../src/probe/judge/to-server.js";
import { reportOf } from "../../src/probe/report.js";
import type { Reverse } from "../../src/probe/reverse.js";
import { mtuBehind } from "../../src/probe/situation.js";
import { probeText } from "../../src/probe/text.js";
import { reportSchema } from "../../src/report/schema.js";
import { hanging, LIMIT, place, small, unanswered, working } from "./facts.js";

const NO_ANSWER: Reverse = { mtu: null, how: "no-answer", passes: null, fails: null, tried: [], odd: [] };
const { tried } = LIMIT;
const UPLOAD: Forward = {
  mtu: 1400,
  how: "bisected",
  passes: 1400,
  fails: 1401,
  allowed: 1500,
  told: null,
  tried,
  odd: [],
} as const;
const icmp = { origin: "icmp", type: 3, code: 13, offender: "192.0.2.254" } as const;
const hole = { ...hanging, outOfOrder: 1 };

const CASES = {
  healthy: [place(), []],
  refused: [
    place({ ordinary: { ...unanswered, end: "refused", error: "ECONNREFUSED" } }),
    ["connection-reset server-to-client primary"],
  ],
  "prohibited by ICMP": [
    place({ ordinary: { ...unanswered, end: "unreachable", icmp } }),
    ["policy-drop client-to-server primary"],
  ],
  "no route": [
    place({ ordinary: { ...unanswered, end: "unreachable", error: "ENETUNREACH" } }),
    ["undetermined null primary"],
  ],
  "no answer to the SYN": [place({ ordinary: unanswered }), ["syn-unanswered client-to-server primary"]],
  "an alert": [
    place({ ordinary: { ...hanging, end: "failed", alert: { description: 40, from: "server" } } }),
    ["tls-alert server-to-client primary"],
  ],
  "a reset": [
    place({ ordinary: { ...hanging, end: "reset" }, small: hanging }),
    ["connection-reset server-to-client primary"],
  ],
  "closed without a word": [place({ ordinary: { ...hanging, end: "closed" } }), ["undetermined null primary"]],
  silence: [
    place({ ordinary: hanging, small: hanging, towardsUs: NO_ANSWER }),
    ["server-silent server-to-client primary"],
  ],
  "silence for this name only": [
    place({ ordinary: hanging, small: hanging, others: [small], towardsUs: NO_ANSWER }),
    ["policy-drop server-to-client primary"],
  ],
  "a request that vanishes for its name": [
    place({
      ordinary: { ...hanging, acknowledged: 0 },
      small: { ...hanging, acknowledged: 0 },
      others: [small],
      towardsUs: NO_ANSWER,
    }),
    ["policy-drop client-to-server primary"],
  ],
  "a request that vanishes": [
    place({ ordinary: { ...hanging, acknowledged: 0 }, small: { ...hanging, acknowledged: 0 }, towardsUs: NO_ANSWER }),
    ["policy-drop client-to-server primary"],
  ],
  "silence after the handshake": [
    place({ ordinary: { ...hanging, received: 4000, largest: 1500, tls: { secure: true, protocol: "TLSv1.3" } } }),
    ["server-silent server-to-client primary"],
  ],
  "a limit towards us": [place({ ordinary: hole, towardsUs: LIMIT }), ["mtu-black-hole server-to-client primary"]],
  "a limit to the server": [place({ towardsServer: UPLOAD }), ["mtu-black-hole client-to-server primary"]],
  both: [
    place({ ordinary: hole, towardsUs: LIMIT, towardsServer: UPLOAD }),
    ["mtu-black-hole server-to-client primary", "mtu-black-hole client-to-server primary"],
  ],
  "a connection that hung once": [place({ ordinary: hole }), ["random-loss server-to-client primary"]],
  "sizes lost out of order": [
    place({ ordinary: hole, towardsUs: { ...LIMIT, odd: [1300] } }),
    ["mtu-black-hole server-to-client primary", "random-loss server-to-client cost"],
  ],
  "segments lost where a datagram of that size arrives": [
    place({ towardsServer: UPLOAD, hops: { hops: [], ptbs: [], delivered: 1500, echoed: null, heard: true } }),
    [],
  ],
  "a PTB that is heeded": [
    place({
      hops: { hops: [], ptbs: [{ mtu: 1400, source: "192.0.2.254" }], delivered: 1400, echoed: null, heard: true },
    }),
    ["pmtud-recovery client-to-server cost"],
  ],
  "a server that heeds a PTB": [
    place({
      ordinary: { ...working, outOfOrder: 1, largest: 1400 },
      towardsUs: { ...NO_ANSWER, mtu: 1400, how: "sender-limit", passes: 1400 },
    }),
    ["pmtud-recovery server-to-client cost"],
  ],
  "a hang without sockets of our own": [
    place({ blind: true, ordinary: hanging, small: hanging }),
    ["undetermined null primary"],
  ],
} as const;

const validate = new Ajv2020({ strict: false }).compile(reportSchema);

describe.each(Object.entries(CASES))("%s", (_, [given, wanted]) => {
  it(`is ${wanted.join(" and ") || "nothing"}`, () => {
    expect(judge([given]).map(({ finding: f }) => `${f.code} ${f.direction} ${f.role}`)).toEqual(wanted);
  });

  it("makes a report by the schema, and readable in both languages", () => {
    const report = reportOf([given]);
    expect(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors)).toBe(true);
    for (const words of [en, zhCN]) {
      const text = probeText(report, { words, width: 80, colour: false, full: true });
      expect(text).not.toMatch(/\{\w+[@}|]|undefined|NaN|probe\.|term\./);
    }
  });
});

describe("what segments and datagrams tell together", () => {
  it("believes the datagram where TCP itself was held to less", () => {
    const forward = { ...UPLOAD, mtu: 1400, how: "full-size", passes: 1400, fails: null, allowed: 1400 } as const;
    const hops = { hops: [], ptbs: [], delivered: 1500, echoed: null, heard: true };
    expect(toServer(forward, hops)).toMatchObject({ mtu: 1500, blackHole: false });
    expect(toServer(forward, null)).toMatchObject({ mtu: 1400 });
  });

  it("takes an echo for what whoever answers it can take, and never against what TCP lost", () => {
    const hops = { hops: [], ptbs: [], delivered: null, echoed: 1500, heard: true };
    const held = { ...UPLOAD, mtu: 1400, how: "full-size", passes: 1400, fails: null, allowed: 1400 } as const;
    expect(toServer(held, hops)).toMatchObject({ mtu: 1500, certainty: "likely", how: { key: "probe.how.echo" } });
    expect(toServer(UPLOAD, hops)).toMatchObject({ mtu: 1400, blackHole: true });
    expect(toServer(null, hops)).toMatchObject({ mtu: 1500, certainty: "likely" });
  });

  it("has no number where nothing large was sent", () => {
    expect(toServer(null, null)).toMatchObject({ mtu: null, certainty: "possible" });
  });
});

describe("a path MTU that was cached before", () => {
  const { route, towardsUs } = place().facts;
  const cached = { ...route, pathMtu: 1450, learntFor: 500 };
  const small1450 = { ...towardsUs, mtu: 1450, passes: 1450 };

  it("may hide a limit beyond it, and is said so", () => {
    const report = reportOf([place({ route: cached, towardsUs: small1450 })]);
    expect(report.measurements?.[0]?.towardsUs).toMatchObject({ mtu: 1450, certainty: "likely" });
    const text = probeText(report, { words: en, width: 300, colour: false, full: false });
    expect(text.replaceAll(/\s+/g, " ")).toContain("sudo ip route flush cache");
  });

  it("hides nothing where it is the device's, or nobody learnt it", () => {
    for (const given of [
      { route: { ...cached, pathMtu: 1500 } },
      { route: { ...cached, learntFor: null }, towardsUs: small1450 },
      { route: cached },
    ])
      expect(reportOf([place(given)]).measurements?.[0]?.towardsUs.certainty).toBe("proven");
  });
});

describe("from several places", () => {
  it("names the MSS that works, and the MTU to set", () => {
    const container = place({ ordinary: hole, towardsUs: LIMIT }, "container");
    const vm = place({ ordinary: { ...working, offered: 1450, largest: 1450 } }, "vm");
    const report = reportOf([container, vm]);
    const [lost, mismatch] = report.findings;
    expect(mismatch).toMatchObject({ code: "mss-mismatch", flows: ["container.ordinary", "vm.ordinary"] });
    expect(mismatch?.cause.map((t) => t.value)).toEqual([1460, 1410]);
    expect(lost?.remedies[0]).toMatchObject({
      id: "client-mtu",
      sufficient: true,
      title: expect.stringContaining("1450"),
    });
  });

  it("compares nothing where both fail", () => {
    const failing = [
      place({ ordinary: hole, towardsUs: LIMIT }, "a"),
      place({ ordinary: hole, towardsUs: LIMIT }, "b"),
    ];
    expect(judge(failing).map(({ finding }) => finding.code)).toEqual(["mtu-black-hole", "mtu-black-hole"]);
  });
});

it("takes Linux's 4 bytes off where an MTU in use is then left", () => {
  expect([1454, 1450, 1500, 1504, 1399, 1404].map(mtuBehind)).toEqual([1450, 1450, 1500, 1500, 1399, 1400]);
});
