import type { Scenario, TrueFinding, Truth } from "./scenario.js";

const ARROWS = { "client-to-server": "to the server", "server-to-client": "to the client" };

/** The truth of a scenario in a line: codes, directions, places, sizes. */
export function describeTruth(truth: Truth): string {
  const primaries = [...(truth.primary ? [truth.primary] : []), ...(truth.others ?? [])].map(describe);
  const costs = (truth.costs ?? []).map((cost) => `cost: ${describe(cost)}`);
  const context = truth.context?.length ? [`context: ${truth.context.join(", ")}`] : [];
  return [...(primaries.length > 0 ? primaries : ["no primary"]), ...costs, ...context].join("; ");
}

function describe(finding: Partial<TrueFinding> & { code: string }): string {
  const { code, direction, lastSeenAt, missingAt, flows, sizes } = finding;
  const parts: string[] = [code];
  if (direction) parts.push(ARROWS[direction]);
  if (lastSeenAt || missingAt) parts.push(`between ${lastSeenAt ?? "beyond"} and ${missingAt ?? "beyond"}`);
  const known = Object.entries(sizes ?? {}).filter(([, size]) => size !== null && size !== undefined);
  if (known.length > 0) parts.push(`(${known.map(([key, size]) => `${key} ${size}`).join(", ")})`);
  if (flows && flows > 1) parts.push(`${flows} flows`);
  return parts.join(" ");
}

/** All scenarios as the Markdown table of docs/lab.md. */
export function markdownTable(scenarios: Scenario[]): string {
  const rows = scenarios.map(
    ({ name, title, kind, vantagePoints, truth }) =>
      `| \`${name}\` | ${kind} | ${title} | ${vantagePoints.length} | ${describeTruth(truth)} |`,
  );
  return ["| Scenario | Kind | What happens | Points | Truth |", "|---|---|---|---|---|", ...rows, ""].join("\n");
}
