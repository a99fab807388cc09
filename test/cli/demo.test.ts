import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { widthOf } from "../../src/report/text/width.js";
import { hopscope } from "../support/hopscope.js";

const demo = (args: string[] = [], columns = 80) =>
  hopscope(["demo", ...args], { cwd: tmpdir(), env: { LC_ALL: "C", COLUMNS: String(columns) } });

describe("hopscope demo", () => {
  it("tells the incident from its captures, wherever it is run", async () => {
    const { status, stdout, stderr } = await demo();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const text = stdout.replace(/\s+/g, " ");
    for (const part of [
      "7 07:48:31.127146 IP 192.168.50.2 > 192.168.50.1: VXLAN, vni 77, IP 1550",
      "10.200.0.10.43310 > 10.201.0.2.8443: Flags [S], mss 1410",
      "it leaves border-nic as 1550, 6 times",
      "vanish between border-nic and hypervisor-nic",
      "1410 + 40 = 1450, so the port",
      "vanish between hypervisor-vxlan and vm-port",
      "The largest packet that passed the underlay had 1450 + 50 = 1500. So an underlay of 1500 less 50 is 1450",
      "management port has 1500",
      'com.docker.network.driver.mtu" = "1450"',
    ])
      expect(text).toContain(part);
  });

  it("shows which budget holds", async () => {
    const { stdout } = await demo();
    const rows = stdout.split("\n").map((line) => line.trim().replace(/\s+/g, " "));
    expect(rows).toContain("underlay 1500 ✗ stops 1600 ✓ fits 1500 ✓ fits 1550 ✓ fits");
    expect(rows).toContain("port of the VM 1450 ✗ stops 1450 ✗ stops 1450 ✓ fits 1500 ✓ fits");
  });

  it("tells it in Chinese", async () => {
    const { status, stdout } = await demo(["--lang", "zh-CN", "--no-pause"]);
    expect(status).toBe(0);
    expect(stdout).toContain("第二堵墙");
    expect(stdout).not.toMatch(/\b(demo|report|verdict|remedy)\.[a-z]|\{\w+[|@}]/);
  });

  it.each([
    ["en", 80],
    ["en", 120],
    ["zh-CN", 80],
    ["zh-CN", 120],
  ])("fits a terminal in %s with %d columns, commands aside", async (lang, columns) => {
    const { stdout } = await demo(["--lang", lang], columns);
    const wide = stdout.split("\n").filter((line) => widthOf(line) > columns && !line.startsWith("  $ "));
    expect(wide).toEqual([]);
  });
});
