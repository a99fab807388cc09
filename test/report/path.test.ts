import { describe, expect, it } from "vitest";
import { en } from "../../src/messages/en.js";
import type { Report, ReportFinding, ReportFlow, ReportLink } from "../../src/report/contract.js";
import { Page } from "../../src/report/text/page.js";
import { drawPath } from "../../src/report/text/path.js";

const flow = {
  id: "f1",
  client: "10.0.0.1:1000",
  server: "10.0.9.9:443",
  endpoints: ["a", "b", "c"].map((at) => ({ at, client: "10.0.0.1:1000", server: "10.0.9.9:443" })),
  encapsulation: [],
} as unknown as ReportFlow;

const link = (from: string, to: string, largestDelivered: number, smallestLost: number | null) =>
  ({ from, to, direction: "client-to-server", largestDelivered, smallestLost }) as ReportLink;

function report(more: Partial<Report> = {}): Report {
  const vantagePoints = ["a", "b", "c"].map((id) => ({ id, name: id })) as Report["vantagePoints"];
  return { vantagePoints, path: ["a", "b", "c"], flows: [flow], links: [], ...more } as Report;
}

function finding(more: Partial<ReportFinding>): ReportFinding {
  const location = { lastSeenAt: null, missingAt: null };
  return { flows: ["f1"], category: "mtu", sizes: null, location, direction: null, ...more } as ReportFinding;
}

const sizes = { largestDelivered: null, smallestLost: 1500, largestPassed: 1400, overhead: null };

/** The drawing without its numbers and its heading: one letter a row. */
function shape(r: Report, f: ReportFinding): string {
  return draw(r, f)
    .slice(2)
    .map((line) => line.trim())
    .map((line) =>
      /^[●○]/.test(line) ? line.slice(2, 3) : line.startsWith("╳") ? "X" : line.startsWith("│") ? "|" : line,
    )
    .join(" ")
    .replace("client 10.0.0.1:1000", "<")
    .replace("server 10.0.9.9:443", ">");
}

function draw(r: Report, f: ReportFinding): string[] {
  const page = new Page({ words: en, width: 80, colour: false });
  drawPath(page, r, f);
  return page.toString().trimEnd().split("\n");
}

describe("the break", () => {
  it.each([
    ["to the server, between two points", "client-to-server", "a", "b", "< | a | X | b | c | >"],
    ["to the client, between two points", "server-to-client", "c", "b", "< | a | b | X | c | >"],
    ["to the server, beyond the last point", "client-to-server", "c", null, "< | a | b | c | X | >"],
    ["to the client, before any point", "server-to-client", null, "c", "< | a | b | c | X | >"],
    ["to the server, before any point", "client-to-server", null, "a", "< | X | a | b | c | >"],
    ["to the client, beyond the last point", "server-to-client", "a", null, "< | X | a | b | c | >"],
    ["nowhere", "server-to-client", null, null, "< | a | b | c | >"],
  ] as const)("%s", (_, direction, lastSeenAt, missingAt, drawn) => {
    const f = finding({ direction, location: { lastSeenAt, missingAt }, sizes });
    expect(shape(report(), f)).toBe(drawn);
  });
});

describe("the numbers", () => {
  it("are of links in both ways, whatever flow they come from", () => {
    const links = [
      link("a", "b", 569, null),
      link("b", "a", 1400, 1500),
      { ...link("b", "a", 1380, 1480), direction: "server-to-client" as const },
    ];
    const [, , , , , row] = draw(report({ links }), finding({}));
    expect(row.trim().split(/\s+/)).toEqual(["│", "569", "-", "1400", "1480"]);
  });

  it("of the break are the finding's own where no link knows them", () => {
    const f = finding({ direction: "server-to-client", location: { lastSeenAt: "b", missingAt: "a" }, sizes });
    const [, , , , , row] = draw(report(), f);
    expect(row.trim().split(/\s+/)).toEqual(["│", "-", "-", "1400", "1500"]);
  });
});

describe("points", () => {
  it("that did not see the flow are hollow, and say so", () => {
    const short = { ...flow, endpoints: flow.endpoints.slice(0, 2) };
    const lines = draw(report({ flows: [short] }), finding({}));
    expect(lines.some((line) => /^ {2}○ c {3}did not see this flow$/.test(line))).toBe(true);
  });

  it("of a flow that runs against the path are drawn from its own client", () => {
    const against = { ...flow, endpoints: [...flow.endpoints].reverse() };
    expect(shape(report({ flows: [against] }), finding({}))).toBe("< | c | b | a | >");
  });

  it("say where NAT changes an address, and where a tunnel lies around", () => {
    const changed = {
      ...flow,
      endpoints: flow.endpoints.map((e) => (e.at === "a" ? e : { ...e, client: "192.0.2.1:4000" })),
      encapsulation: ["b", "c"].map((at) => ({ at, stack: ["geneve"], overhead: 58 })),
    };
    const lines = draw(report({ flows: [changed] }), finding({})).map((line) => line.trim());
    expect(lines).toContain("● b   in Geneve, +58, NAT: here 192.0.2.1:4000");
    expect(lines[lines.indexOf("● c   in Geneve, +58") - 1]).toMatch(/^║/);
  });

  it("more than a page holds are left out where the flow was not seen", () => {
    const many = Array.from({ length: 40 }, (_, i) => `p${i}`);
    const vantagePoints = ["a", "b", "c", ...many].map((id) => ({ id, name: id })) as Report["vantagePoints"];
    expect(shape(report({ vantagePoints, path: ["a", ...many, "b", "c"] }), finding({}))).toBe("< | a | b | c | >");
  });
});
