import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { alertIn, clientHello, unfinishedHello } from "../../src/probe/client-hello.js";
import { parseTarget } from "../../src/probe/target.js";
import { hopscope } from "../support/hopscope.js";

describe("a target", () => {
  it.each([
    ["https://example.org", "tls", "example.org", 443, "/"],
    ["https://example.org:8443/a?b=c", "tls", "example.org", 8443, "/a?b=c"],
    ["http://[::1]:8080/x", "http", "::1", 8080, "/x"],
    ["example.org", "tls", "example.org", 443, "/"],
    ["example.org:80", "http", "example.org", 80, "/"],
    ["example.org:22", "tcp", "example.org", 22, "/"],
    ["tcp://example.org:9000", "tcp", "example.org", 9000, "/"],
    ["tls://example.org", "tls", "example.org", 443, "/"],
    ["[fd00::1]:443", "tls", "fd00::1", 443, "/"],
    ["fd00::1", "tls", "fd00::1", 443, "/"],
    ["10.0.0.1:25", "tcp", "10.0.0.1", 25, "/"],
  ])("%s is %s to %s port %i, path %s", (given, protocol, host, port, path) => {
    expect(parseTarget(given)).toEqual({ given, protocol, host, port, path });
  });

  it.each([
    "ftp://example.org",
    "example.org:0",
    "example.org:99999",
    "a b",
    "https://",
    "tcp://example.org",
    "[nonsense]:1",
  ])("%s is none", (given) => {
    expect(() => parseTarget(given)).toThrow(given.replace(/\/$/, ""));
  });
});

describe("a ClientHello", () => {
  it("has lengths that agree, and the name where one is given", () => {
    for (const name of ["example.org", null]) {
      const hello = clientHello(name);
      expect(hello.readUInt16BE(3)).toBe(hello.length - 5);
      expect(hello.readUIntBE(6, 3)).toBe(hello.length - 9);
      expect(hello.includes("example.org")).toBe(name !== null);
      // One small packet: the answer's size is what is measured.
      expect(hello.length).toBeLessThan(400);
    }
  });

  it("that never ends promises more than is sent", () => {
    expect(unfinishedHello(2000).readUInt16BE(3)).toBe(16_384);
  });

  it("is answered by an alert, or not", () => {
    expect(alertIn(Buffer.from([21, 3, 3, 0, 2, 2, 70]))).toBe(70);
    expect(alertIn(Buffer.from([22, 3, 3, 0, 2, 2, 70]))).toBeNull();
    expect(alertIn(Buffer.from([21, 3]))).toBeNull();
  });
});

describe("hopscope probe", () => {
  it("--dry-run says what it would send, and connects nowhere", async () => {
    let met = 0;
    const server = createServer(() => met++).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    const { status, stdout, stderr } = await hopscope(["probe", "--dry-run", `http://127.0.0.1:${port}/`]);
    server.close();
    expect([status, stderr, met]).toEqual([0, "", 0]);
    expect(stdout).toContain("127.0.0.1 (IPv4)");
    expect(stdout).toContain("At most 40 connections");
  });

  it("calls a refused connection refused, with and without koffi", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    for (const env of [{}, { HOPSCOPE_NO_FFI: "1" }] as Record<string, string>[]) {
      const { status, stdout } = await hopscope(["probe", `127.0.0.1:${port}`, "--json"], { env });
      expect(status).toBe(1);
      expect(JSON.parse(stdout).findings).toMatchObject([{ code: "connection-reset", direction: "server-to-client" }]);
    }
  });

  it.each([
    [["ftp://example.org"], "knows https, http, tls and tcp", "hopscope probe"],
    [["name.invalid"], "DNS: name.invalid has no address", "getent"],
    [["-4", "-6", "127.0.0.1"], "exclude each other", "hopscope probe"],
    [["-6", "127.0.0.1"], "no IPv6 address", "hopscope probe -4"],
    [["--connections", "many", "127.0.0.1"], "number from", "hopscope probe --help"],
    [["--mss", "40000", "127.0.0.1"], "from 88 to 32767", "hopscope probe --help"],
    [["--bind", "eth0", "127.0.0.1"], "eth0: that is no address", "ip -brief address"],
    [["--bind", "::1", "-4", "127.0.0.1"], "no IPv4 address", "ip -brief address"],
    [["--bind", "::1", "127.0.0.1"], "127.0.0.1 is no IPv6 address", ""],
    [["--bind", "192.0.2.1", "127.0.0.1"], "no interface here has that address", "ip -brief address"],
    [["--bind", "192.0.2.1", "--dry-run", "127.0.0.1"], "no interface here has that address", "ip -brief address"],
    [["--from", "no-such-place", "127.0.0.1"], process.getuid?.() === 0 ? "neither a container" : "needs root", ""],
  ])("explains %j", async (args, why, next) => {
    const { status, stdout, stderr } = await hopscope(["probe", ...args]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(why);
    expect(stderr).toContain(next);
    expect(stderr).not.toContain("    at ");
  });
});
