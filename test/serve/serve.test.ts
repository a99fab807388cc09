import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Listening, listen } from "../../src/serve/listen.js";
import { incidentCaptures } from "../support/incident.js";

const PAGE = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; connect-src 'none'"><!--hopscope-embedded-->`;
const folder = mkdtempSync(join(tmpdir(), "hopscope-serve-"));
let server: Listening;

beforeAll(async () => {
  mkdirSync(join(folder, "v1"));
  for (const file of incidentCaptures("v1")) copyFileSync(file, join(folder, "v1", basename(file)));
  writeFileSync(join(folder, "notes.txt"), "none of its business");
  writeFileSync(join(folder, "text.pcap"), "no capture");
  symlinkSync("/etc", join(folder, "etc"));
  symlinkSync("/etc/passwd", join(folder, "passwd.pcap"));
  server = await listen(PAGE, folder, 0);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** As any program may ask, with headers that fetch would not let through. */
function ask(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const { method = "GET", headers = {}, body = "" } = options;
    const asked = request(new URL(path, server.url), { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

const analyze = (captures: unknown, headers: Record<string, string> = {}) =>
  ask("api/analyze", { method: "POST", headers, body: JSON.stringify({ captures }) });

describe("who may ask", () => {
  it("whoever has the URL, which has a token that nobody guesses", async () => {
    expect(new URL(server.url).hostname).toBe("127.0.0.1");
    expect(new URL(server.url).pathname).toMatch(/^\/[\w-]{32}\/$/);
    const { status, headers, body } = await ask("");
    expect(status).toBe(200);
    expect(headers["content-security-policy"]).toBe("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).toContain('id="hopscope-server"');
  });

  it.each([
    ["no token", "/", {}],
    ["a wrong token", `/${"x".repeat(32)}/`, {}],
    ["a token too short", "/x/api/captures", {}],
    ["a name that points here", "", { host: "evil.example:80" }],
    ["a page of another site", "api/captures", { origin: "https://evil.example" }],
    ["a page without an origin", "api/captures", { origin: "null" }],
    ["a picture on another site", "api/captures", { "sec-fetch-site": "cross-site" }],
  ])("not %s", async (_who, path, headers) => {
    const { status, body } = await ask(path, { headers: headers as Record<string, string> });
    expect(status).toBe(404);
    expect(body).toBe("Not found\n");
  });
});

describe("captures in the directory", () => {
  it("are listed, and nothing else is", async () => {
    const { captures } = JSON.parse((await ask("api/captures")).body) as { captures: { path: string }[] };
    expect(captures.map((c) => c.path)).toEqual([
      "text.pcap",
      ...incidentCaptures("v1").map((f) => `v1/${basename(f)}`),
    ]);
  });

  it("are analysed where they lie, with progress", async () => {
    const { status, body } = await analyze(incidentCaptures("v1").map((f) => `v1/${basename(f)}`));
    expect(status).toBe(200);
    const events = body
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0].kind).toBe("progress");
    const { kind, report } = events.at(-1);
    expect(kind).toBe("report");
    expect(report.findings[0].code).toBe("mtu-black-hole");
    expect(report.vantagePoints[0].source).not.toContain("/");
  });

  it("are no way out of it", async () => {
    for (const path of ["../../etc/passwd", "/etc/passwd", "etc/passwd", "passwd.pcap", "notes.txt", "NAME=v1/vm.pcap"])
      expect((await analyze([path])).status, path).toBe(400);
  });

  it("that cannot be read are said so", async () => {
    const { body } = await analyze(["text.pcap"]);
    expect(JSON.parse(body.trim().split("\n").at(-1) ?? "")).toMatchObject({ kind: "failed" });
    // And the next one is served.
    expect((await analyze(["v1/vm.pcap"])).status).toBe(200);
  });
});

describe("limits", () => {
  it.each([[null], [[]], ["v1/vm.pcap"], [[1]], [["v1/vm.pcap", "v1/vm.pcap"]], [Array(65).fill("x")]])(
    "refuse %j",
    async (captures) => {
      expect((await analyze(captures)).status).toBe(400);
    },
  );

  it("refuse a large body", async () => {
    expect((await analyze(["x".repeat(70_000)])).status).toBe(413);
  });

  it("refuse a port that is taken, in words", async () => {
    const { port } = new URL(server.url);
    await expect(listen(PAGE, folder, Number(port))).rejects.toThrow(`port ${port}: it is in use`);
  });
});
