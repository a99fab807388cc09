import { afterEach, describe, expect, it } from "vitest";
import { chainNetwork } from "../../src/lab/topologies/chain.js";
import { run } from "../support/hopscope.js";
import { limit, ProbeNet } from "./net.js";

const HOST = "10.60.2.2";
const URL = `https://${HOST}:8443/3000`;
const LIMIT = 1400;

interface Tool {
  name: string;
  /** Resolves to what it found, in its own words. */
  ask(inside: (argv: string[]) => Promise<string>): Promise<string>;
}

/** The largest echo that is answered, as one does by hand: one try per size, a second's patience. */
async function bisectWithPing(inside: (argv: string[]) => Promise<string>): Promise<string> {
  let low = 1279;
  let high = 1501;
  while (high - low > 1) {
    const size = Math.floor((low + high) / 2);
    const out = await inside(["ping", "-n", "-M", "do", "-c", "1", "-W", "1", "-s", String(size - 28), HOST]);
    if (/ 1 received/.test(out)) low = size;
    else high = size;
  }
  return low < 1280 ? "no reply" : `${low}`;
}

const TOOLS: Tool[] = [
  {
    name: "hopscope probe",
    async ask(inside) {
      const { measurements } = JSON.parse(await inside([process.execPath, "bin/hopscope", "probe", "--json", URL]));
      const { towardsServer, towardsUs } = measurements[0];
      return `to the server ${towardsServer.mtu}, towards us ${towardsUs.mtu}`;
    },
  },
  {
    name: "tracepath",
    ask: async (inside) =>
      /Resume: pmtu (\d+)/.exec(await inside(["tracepath", "-n", "-m", "8", HOST]))?.[1] ?? "nothing",
  },
  { name: "ping -M do, bisecting", ask: bisectWithPing },
  {
    name: "nmap --script path-mtu",
    ask: async (inside) =>
      /PMTU == (\d+)/.exec(await inside(["nmap", "-n", "-Pn", "-p", "8443", "--script", "path-mtu", HOST]))?.[1] ??
      "nothing",
  },
  {
    name: "traceroute --mtu",
    ask: async (inside) => {
      const out = await inside(["traceroute", "-n", "--mtu", "-m", "8", "-w", "1", HOST]);
      return [...out.matchAll(/F=(\d+)/g)].at(-1)?.[1] ?? "nothing";
    },
  },
];

const ICMP = {
  open: [],
  "PTBs filtered": ["-A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP"],
  "all filtered": ["-A OUTPUT -p icmp -j DROP", "-A FORWARD -p icmp -j DROP"],
};
const LIMITS = {
  "to the server": { toServer: LIMIT, toUs: 1500 },
  "towards us": { toServer: 1500, toUs: LIMIT },
};

const rows: string[] = [];
let net: ProbeNet | undefined;
afterEach(async () => {
  await net?.remove();
  net = undefined;
});

describe.each(Object.keys(ICMP) as (keyof typeof ICMP)[])("with ICMP %s", (icmp) => {
  it.each(Object.keys(LIMITS) as (keyof typeof LIMITS)[])(
    "a limit of 1400 %s is found by hopscope, whoever else finds it",
    async (where) => {
      const hosts = { gw: { iptables: ICMP[icmp] }, core: { iptables: ICMP[icmp] } };
      net = await ProbeNet.of(chainNetwork({ hosts }), [{ on: "server", kind: "tls", port: 8443 }]);
      const inside = async (argv: string[]) => {
        const [program = "", ...rest] = net!.inside("client", argv);
        return (await run(program, rest)).stdout;
      };
      for (const tool of TOOLS) {
        await limit(net, 4, LIMITS[where]);
        const startedAt = performance.now();
        const found = await tool.ask(inside);
        const seconds = (performance.now() - startedAt) / 1000;
        rows.push(`| ${icmp} | ${where} | ${tool.name} | ${found} | ${seconds.toFixed(1)} s |`);
        if (tool === TOOLS[0]) {
          const { toServer, toUs } = LIMITS[where];
          expect(found).toBe(`to the server ${toServer}, towards us ${toUs}`);
          expect(seconds).toBeLessThan(5);
        }
      }
      process.stderr.write(`${rows.splice(0).join("\n")}\n`);
    },
  );
});
