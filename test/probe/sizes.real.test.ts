import { afterAll, afterEach, describe, expect, it } from "vitest";
import { chainNetwork, chainServer } from "../../src/lab/topologies/chain.js";
import { limit, median, mute, ProbeNet } from "./net.js";

const SERVERS = [
  { on: "server", kind: "tls", port: 8443 } as const,
  { on: "server", kind: "http", port: 8080 } as const,
];
/** Twenty sizes from the least of IPv6 to Ethernet's. */
const SIZES = [
  1280, 1281, 1300, 1313, 1326, 1337, 1350, 1361, 1380, 1392, 1400, 1411, 1420, 1436, 1450, 1454, 1472, 1480, 1492,
  1499,
];

const times: number[] = [];
let net: ProbeNet | undefined;
afterEach(async () => {
  await net?.remove();
  net = undefined;
});

describe.each([4, 6] as const)("with IPv%i and no ICMP about sizes", (family) => {
  it("measures twenty limits of both directions at once to the byte, as a user without privileges", async () => {
    net = await ProbeNet.of(mute({ family }), SERVERS);
    const found: unknown[] = [];
    const wanted: unknown[] = [];
    for (const [i, toUs] of SIZES.entries()) {
      const toServer = SIZES[(i + 7) % SIZES.length]!;
      await limit(net, family, { toServer, toUs });
      const { measured, report, took } = await net.probe("client", [`https://${chainServer(8443, { family })}/3000`], {
        unprivileged: true,
      });
      times.push(took);
      found.push([
        measured.towardsServer.mtu,
        measured.towardsUs.mtu,
        report.findings.map((f) => `${f.code} ${f.direction}`),
      ]);
      wanted.push([toServer, toUs, ["mtu-black-hole server-to-client", "mtu-black-hole client-to-server"]]);
    }
    expect(found).toEqual(wanted);
  });

  it.each([
    ["only towards us", { toServer: 1500, toUs: 1333 }],
    ["only towards the server", { toServer: 1401, toUs: 1500 }],
    ["in no direction", { toServer: 1500, toUs: 1500 }],
  ])("measures a limit %s", async (_, sizes) => {
    net = await ProbeNet.of(mute({ family }), SERVERS);
    await limit(net, family, sizes);
    for (const url of [
      `https://${chainServer(8443, { family })}/9000`,
      `http://${chainServer(8080, { family })}/9000`,
    ]) {
      const { measured, status, took } = await net.probe("client", [url], { unprivileged: true });
      times.push(took);
      expect([measured.towardsServer.mtu, measured.towardsUs.mtu]).toEqual([sizes.toServer, sizes.toUs]);
      expect(status).toBe(sizes.toServer + sizes.toUs < 3000 ? 1 : 0);
    }
  });

  it("finds what Linux's layer 2 ports let through: their MTU and 4 bytes", async () => {
    // core sends up to 1500; the port it arrives on has less, and drops without a word.
    net = await ProbeNet.of(mute({ family, mtus: [1500, [1392, 1500], 1500] }), SERVERS);
    const { measured } = await net.probe("client", [`https://${chainServer(8443, { family })}/`], {
      unprivileged: true,
    });
    expect(measured.towardsUs.mtu).toBe(1396);
    expect(measured.towardsServer.mtu).toBe(1392);
  });

  it("measures through NAT, towards a server with a long chain of certificates", async () => {
    net = await ProbeNet.of(mute({ family, masquerade: ["gw"], mtus: [1500, 1500, [1500, 1434]] }), [
      { on: "server", kind: "tls", port: 8443, chain: 10 },
    ]);
    await net.command(
      "core",
      "ip",
      `-${family}`,
      "route",
      "replace",
      family === 4 ? "10.60.1.1/32" : "fd00:60:1::1/128",
      "dev",
      "left",
      "mtu",
      "lock",
      "1367",
    );
    const { measured, took } = await net.probe("client", [`https://${chainServer(8443, { family })}/`], {
      unprivileged: true,
    });
    times.push(took);
    // The server's device has 1434, as its MSS says.
    expect([measured.towardsServer.mtu, measured.towardsUs.mtu]).toEqual([1434, 1367]);
  });

  it("asks an echo what the path takes beyond the server's MSS, where datagrams are filtered", async () => {
    const tables = family === 4 ? "iptables" : "ip6tables";
    const open = { sysctls: { "net.ipv4.ping_group_range": "0 2147483647" } };
    const gw = {
      [tables]: [
        "-A FORWARD -p udp -j DROP",
        "-t mangle -A FORWARD -p tcp --tcp-flags SYN SYN -j TCPMSS --set-mss 1300",
      ],
    };
    net = await ProbeNet.of(chainNetwork({ family, hosts: { client: open, gw } }), SERVERS);
    const { measured, report } = await net.probe("client", [`https://${chainServer(8443, { family })}/9000`], {
      unprivileged: true,
    });
    expect(measured.towardsServer).toMatchObject({ mtu: 1500, certainty: "likely" });
    expect(measured.towardsServer.how).toContain("echo");
    expect(report.findings).toEqual([]);
  });

  it("--bind and --mss measure what they ask for", async () => {
    net = await ProbeNet.of(mute({ family }), SERVERS);
    await limit(net, family, { toServer: 1500, toUs: 1400 });
    const own = family === 4 ? "10.60.0.9" : "fd00:60::9";
    const nodad = family === 4 ? [] : ["nodad"];
    await net.command("client", "ip", "address", "add", `${own}/${family === 4 ? 24 : 64}`, "dev", "eth0", ...nodad);
    const url = `https://${chainServer(8443, { family })}/9000`;
    const bound = await net.probe("client", [url, "--bind", own], { unprivileged: true });
    expect(bound.measured.local.source).toBe(own);
    expect(bound.report.flows[0]?.client).toContain(own);
    expect([bound.measured.towardsServer.mtu, bound.measured.towardsUs.mtu]).toEqual([1500, 1400]);
    // Segments that fit meet no limit.
    const headers = family === 4 ? 40 : 60;
    const held = await net.probe("client", [url, "--mss", String(1400 - headers)], { unprivileged: true });
    expect(held.measured.towardsUs).toMatchObject({ mtu: 1400, fails: null });
    expect(held.report.findings).toEqual([]);
    const beyond = await net.probe("client", [url, "--mss", String(1401 - headers)], { unprivileged: true });
    expect(beyond.measured.towardsUs).toMatchObject({ mtu: 1400, fails: 1401 });
  });

  it("believes PTBs where they come, names who sent them, and says what it changed", async () => {
    net = await ProbeNet.of(chainNetwork({ family }), SERVERS);
    await limit(net, family, { toServer: 1411, toUs: 1337 });
    const { measured, report, status, took } = await net.probe("client", [
      `https://${chainServer(8443, { family })}/9000`,
    ]);
    times.push(took);
    expect([measured.towardsServer.mtu, measured.towardsUs.mtu]).toEqual([1411, 1337]);
    expect(measured.ptbs).toMatchObject([{ mtu: 1411, source: family === 4 ? "10.60.0.2" : "fd00:60::2", hop: 1 }]);
    expect(measured.local).toMatchObject({ pathMtuBefore: 1500, pathMtuAfter: 1411 });
    expect(report.findings.filter((f) => f.role === "primary")).toEqual([]);
    expect(status).toBe(0);
    const again = await net.probe("client", [`https://${chainServer(8443, { family })}/9000`]);
    expect(again.measured.local).toMatchObject({ pathMtuBefore: 1411, pathMtuAfter: 1411 });
    expect(again.measured.local.learntFor).toBeGreaterThan(500);
  });
});

afterAll(() => {
  expect(median(times)).toBeLessThan(2500);
  process.stderr.write(`hopscope probe: ${times.length} runs, median ${(median(times) / 1000).toFixed(2)} s\n`);
});
