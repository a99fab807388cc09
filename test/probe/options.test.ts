import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../src/report/contract.js";
import { hopscope } from "../support/hopscope.js";

let server: Server;
let url: string;
/** From which address each connection came. */
const callers: string[] = [];
let open = 0;

beforeAll(async () => {
  server = createServer((_, response) => response.end("x".repeat(300_000)));
  server.on("connection", (socket) => {
    // One that ended before the server took it has no address any more.
    if (socket.remoteAddress !== undefined) callers.push(socket.remoteAddress);
    open++;
    socket.on("close", () => open--);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

afterAll(() => server.close());

async function probe(...args: string[]) {
  await until(() => open === 0);
  callers.length = 0;
  const { status, stdout, stderr } = await hopscope(["probe", "--json", ...args]);
  expect(stderr).toBe("");
  const report = JSON.parse(stdout) as Report;
  return { status, report, measured: report.measurements![0]! };
}

describe("hopscope probe on the loopback device", () => {
  it("finds nothing wrong, though the device's MTU is more than IPv4 can carry", async () => {
    const { status, report, measured } = await probe(url);
    expect([status, report.findings]).toEqual([0, []]);
    expect(measured.connection.reached).toBe("answer");
    expect(measured.towardsUs).toMatchObject({ mtu: measured.local.pathMtuBefore, certainty: "proven" });
    expect(measured.towardsServer.mtu).toBe(measured.towardsUs.mtu);
  });

  it("--mss allows the server no larger segments", async () => {
    const { report, measured } = await probe(url, "--mss", "1000");
    expect(measured.towardsUs).toMatchObject({ mtu: 1040, passes: 1040, fails: null });
    expect(report.flows[0]?.mss.client).toBe(1000);
    expect(report.findings).toEqual([]);
  });

  it("--bind sends all of it from that address", async () => {
    const { measured } = await probe(url, "--bind", "127.0.0.5");
    expect(callers.length).toBeGreaterThan(0);
    expect(callers.length).toBeLessThanOrEqual(measured.cost.connections);
    expect(new Set(callers)).toEqual(new Set(["127.0.0.5"]));
    expect(measured.local.source).toBe("127.0.0.5");
  });

  it("--bytes starts nothing new beyond them", async () => {
    const unbounded = await probe(url);
    expect(unbounded.measured.cost.connections).toBeGreaterThan(2);
    expect(unbounded.measured.cost.datagrams).toBeGreaterThan(0);
    const { measured } = await probe(url, "--bytes", "3000");
    expect(measured.cost).toMatchObject({ connections: 2, datagrams: 0 });
    expect(measured.towardsServer.mtu).toBeNull();
    // What was under way is still told.
    expect(measured.connection.reached).toBe("answer");
  });

  it("--html writes the report as a page, beside the text or the JSON", async () => {
    const { status, stdout } = await hopscope(["probe", url, "--json", "--html", "-"]);
    expect(status).toBe(0);
    const [, embedded = ""] = /id="hopscope-report">(.*?)<\/script>/s.exec(stdout) ?? [];
    expect(JSON.parse(embedded).measurements).toHaveLength(1);
  });

  it("--connect-to asks one address for another's page", async () => {
    const { port } = new URL(url);
    const { measured } = await probe(`http://name.invalid:${port}/`, "--connect-to", "127.0.0.1");
    expect(measured).toMatchObject({ address: "127.0.0.1", connection: { reached: "answer" } });
  });
});

it.each(["http", "https", "tcp"])(
  "a %s connection that the kernel refuses at once is told, with the reason",
  async (scheme) => {
    // A broadcast address: no permission, or no route.
    const { status, report } = await probe(`${scheme}://255.255.255.255:80`);
    expect(status).toBe(1);
    expect(report.findings).toMatchObject([{ code: "undetermined", role: "primary" }]);
    expect(report.findings[0]?.cause[0]).toMatchObject({
      term: "system-error",
      value: expect.stringMatching(/^(EACCES|ENETUNREACH)$/),
    });
  },
);
