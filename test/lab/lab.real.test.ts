import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "lab-test-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const COMMAND = ["bin/hopscope", "lab"];
const lab = (...args: string[]) =>
  spawnSync(process.execPath, [...COMMAND, ...args], { encoding: "utf8", env: { ...process.env, TMPDIR: dir } });
/** What a lab's process made and has not removed: other labs may be at work on this machine. */
const namespacesOf = (owner: { pid?: number } | "up") =>
  spawnSync("ip", ["netns", "list"], { encoding: "utf8" })
    .stdout.split("\n")
    .map((line) => line.split(" ")[0]!)
    .filter((name) => name.startsWith(`hopscope-lab-${owner === "up" ? owner : owner.pid}-`));

it("captures a scenario at its vantage points, writes its truth, and leaves nothing behind", () => {
  const { pid, status, stdout, stderr } = lab("capture", "incident-v2-two-points", "-w", join(dir, "out"));
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.trim().split("\n")).toEqual([join(dir, "out", "vm.pcap"), join(dir, "out", "hypervisor-nic.pcap")]);
  expect(readdirSync(join(dir, "out")).sort()).toEqual(["hypervisor-nic.pcap", "truth.json", "vm.pcap"]);
  expect(JSON.parse(readFileSync(join(dir, "out", "truth.json"), "utf8"))).toMatchObject({
    primary: { code: "mtu-black-hole" },
  });
  // The 1500-byte packets are at the hypervisor's NIC, in 1550-byte ones, and not at the VM.
  const largest = (name: string) =>
    Math.max(
      ...spawnSync("tshark", ["-r", join(dir, "out", `${name}.pcap`), "-T", "fields", "-e", "frame.len"], {
        encoding: "utf8",
      })
        .stdout.trim()
        .split("\n")
        .map(Number),
    );
  expect(largest("hypervisor-nic")).toBe(1564);
  expect(largest("vm")).toBe(1464);
  expect(namespacesOf({ pid })).toEqual([]);
  expect(readdirSync(dir)).toEqual(["out"]);
});

it("leaves nothing behind when it is interrupted", async () => {
  const child = spawn(process.execPath, [...COMMAND, "capture", "incident-v1", "-w", join(dir, "out")], {
    stdio: "ignore",
    env: { ...process.env, TMPDIR: dir },
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  while (namespacesOf(child).length < 6) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(namespacesOf(child)).toEqual([]);
  expect(readdirSync(dir)).toEqual(["out"]);
});

it("leaves nothing behind when a scenario fails", () => {
  // No openssl, so that the servers never start; everything else is there.
  const { pid, status, stderr } = spawnSync(
    process.execPath,
    [...COMMAND, "capture", "incident-v1", "-w", join(dir, "out")],
    {
      encoding: "utf8",
      env: { ...process.env, TMPDIR: dir, OPENSSL_CONF: "/does/not/exist/openssl.cnf" },
    },
  );
  expect(status).toBe(2);
  expect(stderr).toContain("openssl");
  expect(namespacesOf({ pid })).toEqual([]);
});

it("brings a network up that answers, and takes it down", () => {
  try {
    expect(lab("up", "incident-v1").stdout).toContain("ctr: nsenter --net=/run/netns/hopscope-lab-up-ctr");
    const curl = [
      "curl",
      "-s",
      "--noproxy",
      "*",
      "-m",
      "3",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
      "http://10.201.0.2:8080/20",
    ];
    expect(spawnSync("nsenter", ["--net=/run/netns/hopscope-lab-up-ctr", ...curl], { encoding: "utf8" }).stdout).toBe(
      "200",
    );
    expect(lab("up", "incident-v2").status).toBe(2);
  } finally {
    expect(lab("down").stdout).toContain("hopscope-lab-up-ctr");
  }
  expect(namespacesOf("up")).toEqual([]);
});
