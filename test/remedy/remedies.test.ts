import { describe, expect, it } from "vitest";
import { en } from "../../src/messages/en.js";
import { say } from "../../src/messages/say.js";
import { remediesIn } from "../../src/remedy/remedies.js";
import type { Situation } from "../../src/remedy/situation.js";
import { betweenRouters, firstRound, secondRound, toldByPtb } from "./situations.js";

const byId = (code: Parameters<typeof remediesIn>[0], s: Situation) =>
  Object.fromEntries(remediesIn(code, s).map((r) => [r.id, r]));
const ids = (code: Parameters<typeof remediesIn>[0], s: Situation) => remediesIn(code, s).map((r) => r.id);

describe("the first round of the incident", () => {
  const found = byId("mtu-black-hole", firstRound);

  it("offers the smallest change first", () => {
    expect(Object.keys(found)).toEqual([
      "client-mtu",
      "docker-mtu",
      "docker-network-mtu",
      "mss-clamp",
      "underlay-mtu",
      "overlay-mtu",
    ]);
  });

  it("predicts the second wall behind a raised underlay", () => {
    const { sufficient, nextWall, title } = found["underlay-mtu"];
    expect(sufficient).toBe(false);
    expect(say(en, title)).toContain("1550 (1500 + 50)");
    expect(nextWall).not.toBeNull();
    const wall = say(en, nextWall ?? title);
    for (const part of ["vm announces an MSS of 1410", "1410 + 40 = 1450", "an MTU of 1450"])
      expect(wall).toContain(part);
  });

  it("lowers the client to what a flow that works has", () => {
    expect(found["client-mtu"].commands[0]).toMatch(/ip link set dev eth0 mtu 1450$/);
    expect(found["client-mtu"].rollback.params.command).toMatch(/mtu 1500$/);
    for (const id of ["client-mtu", "docker-mtu", "docker-network-mtu", "mss-clamp"]) {
      expect(found[id]).toMatchObject({ sufficient: true, nextWall: null });
    }
  });

  it("says that the client being a container is a guess", () => {
    expect(say(en, found["docker-mtu"].scope)).toContain("A container is a guess");
  });

  it("takes the clamp's value from the route of the host that has the smaller MTU", () => {
    expect(found["mss-clamp"].commands[0]).toMatch(/--clamp-mss-to-pmtu$/);
    expect(say(en, found["mss-clamp"].scope)).toContain("does not mend UDP, QUIC or ESP");
  });

  it("raises underlay and overlay together as one budget", () => {
    const { commands, sufficient } = found["overlay-mtu"];
    expect(commands[0]).toContain("mtu 1550");
    expect(commands).toContain("openstack network set --mtu 1500 <NETWORK>");
    expect(sufficient).toBe(true);
  });
});

describe("the second round", () => {
  const found = byId("mtu-black-hole", secondRound);

  it("raises the port that stands in the way, on an underlay that has carried the packets", () => {
    expect(found["underlay-mtu"]).toBeUndefined();
    expect(found["overlay-mtu"]).toMatchObject({ sufficient: true, nextWall: null });
    expect(found["overlay-mtu"].commands.join("\n")).not.toContain("<UNDERLAY-NIC>");
    expect(say(en, found["overlay-mtu"].scope)).toContain("1500 + 50 = 1550: it did, up to hypervisor-vxlan");
  });

  it("still has the smaller change", () => {
    expect(found["docker-mtu"].sufficient).toBe(true);
  });

  it("does not call the port alone enough where the client itself announces less than it takes", () => {
    const narrow = byId("mtu-black-hole", { ...secondRound, client: { address: "172.30.0.2", mss: 1440 } });
    expect(narrow["overlay-mtu"].sufficient).toBe(false);
    expect(narrow["overlay-mtu"].nextWall).not.toBeNull();
  });
});

describe("a place nobody knows anything about", () => {
  const found = byId("mtu-black-hole", betweenRouters);

  it("leaves a place for the MTU, and claims nothing", () => {
    expect(found["client-mtu"].commands.at(-1)).toBe("ip link set dev <INTERFACE> mtu <MTU>");
    expect(found["client-mtu"].commands[0]).toContain("ping -M do -c 1 -W 1 -s $((mtu - 28)) 10.201.0.2");
    expect(found["mss-clamp"].commands[0]).toMatch(/--set-mss <MSS>$/);
    for (const remedy of Object.values(found)) {
      expect(remedy.sufficient, remedy.id).toBe(false);
      expect(remedy.nextWall, remedy.id).not.toBeNull();
    }
  });

  it("speaks of no Docker, no tunnel and no OpenStack", () => {
    expect(Object.keys(found)).toEqual(["client-mtu", "mss-clamp", "link-mtu"]);
  });

  it("is enough to raise where only the receiver lies behind, and takes it", () => {
    const last = { ...betweenRouters, lastHop: true };
    expect(byId("mtu-black-hole", last)["link-mtu"]).toMatchObject({ sufficient: true, nextWall: null });
    const narrow = { ...last, client: { address: "10.60.0.1", mss: 1400 } };
    expect(byId("mtu-black-hole", narrow)["link-mtu"].sufficient).toBe(false);
  });

  it("has no router to clamp on where the TTL never falls", () => {
    expect(ids("mtu-black-hole", { ...betweenRouters, routed: false })).not.toContain("mss-clamp");
  });

  it("has no link to raise where one side was not captured", () => {
    expect(ids("mtu-black-hole", { ...betweenRouters, lastSeenAt: null })).not.toContain("link-mtu");
  });
});

describe("a PTB", () => {
  it("that was lost is let through first", () => {
    const [first] = remediesIn("ptb-not-delivered", toldByPtb);
    expect(first).toMatchObject({ id: "let-ptb-through", sufficient: true });
    expect(first.commands[0]).toContain("fragmentation-needed");
  });

  it("over IPv6 is ICMPv6 type 2", () => {
    const [first] = remediesIn("ptb-not-delivered", { ...toldByPtb, family: 6 });
    expect(first.commands[0]).toBe("ip6tables -I FORWARD -p icmpv6 --icmpv6-type packet-too-big -j ACCEPT");
    expect(say(en, first.title)).toContain("ICMPv6 type 2");
  });

  it("that is ignored is a matter of the sender", () => {
    expect(ids("ptb-ignored", toldByPtb).slice(0, 2)).toEqual(["honour-ptb", "mtu-probing"]);
    expect(say(en, remediesIn("ptb-ignored", toldByPtb)[0].title)).toContain("the server");
  });

  it("names the MTU for all that makes packets smaller", () => {
    const found = byId("ptb-not-delivered", toldByPtb);
    expect(found["client-mtu"].commands[0]).toMatch(/mtu 1400$/);
    expect(found["mss-clamp"].commands[0]).toMatch(/--set-mss 1360$/);
  });
});

describe("datagrams", () => {
  it("towards the client are mended by no MTU of the client, and by no clamp", () => {
    const found = ids("mtu-black-hole", {
      ...firstRound,
      protocol: "datagrams",
      announced: null,
      announcedBehind: false,
    });
    expect(found).toEqual(["underlay-mtu"]);
  });

  it("from the client obey its MTU", () => {
    const found = ids("mtu-black-hole", { ...betweenRouters, protocol: "datagrams", direction: "client-to-server" });
    expect(found).toEqual(["client-mtu", "link-mtu"]);
  });

  it("of a DNS server need no fragments", () => {
    const dns = {
      ...betweenRouters,
      protocol: "datagrams" as const,
      server: { address: "10.0.0.53", port: 53, mss: null },
    };
    expect(ids("fragments-lost", dns)).toEqual(["smaller-dns-answers", "let-fragments-through", "link-mtu"]);
    expect(ids("fragments-lost", { ...dns, lost: 3028 })).not.toContain("link-mtu");
  });
});

describe("look-alikes", () => {
  it("that are refused get a filter opened only where one refused them", () => {
    expect(ids("policy-drop", { ...betweenRouters, refusal: "3/13" })).toEqual(["open-filter"]);
    expect(ids("policy-drop", { ...betweenRouters, refusal: "3/1" })).toEqual([]);
  });

  it("get what is practical, or nothing", () => {
    expect(ids("policy-drop", betweenRouters)).toEqual(["open-filter"]);
    expect(ids("one-way-traffic", betweenRouters)).toEqual(["loose-reverse-path", "open-filter"]);
    expect(ids("bad-checksum", betweenRouters)).toEqual(["checksum-offload"]);
    expect(ids("server-silent", betweenRouters)).toEqual([]);
    expect(ids("undetermined", betweenRouters)).toEqual([]);
  });
});

describe("every remedy", () => {
  const all = [firstRound, secondRound, betweenRouters, toldByPtb].flatMap((s) =>
    (
      [
        "mtu-black-hole",
        "ptb-not-delivered",
        "ptb-ignored",
        "fragments-lost",
        "mss-over-clamped",
        "policy-drop",
      ] as const
    ).flatMap((code) => remediesIn(code, s)),
  );

  it("that is not enough says what the packets meet next", () => {
    for (const r of all) expect(r.nextWall === null, r.id).toBe(r.sufficient);
  });

  it("is said in full", () => {
    for (const r of all) {
      for (const p of [r.title, r.scope, r.needs, r.verify, r.rollback, ...(r.nextWall === null ? [] : [r.nextWall])]) {
        expect(say(en, p), p.key).not.toMatch(/[{}]"|\{\w+[|@}]/);
      }
    }
  });
});
