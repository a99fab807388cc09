import type { Scenario } from "./scenario.js";
import { filters } from "./scenarios/filters.js";
import { incident } from "./scenarios/incident.js";
import { incidentForward } from "./scenarios/incident-forward.js";
import { incidentHealthy } from "./scenarios/incident-healthy.js";
import { pmtud } from "./scenarios/pmtud.js";
import { ptb } from "./scenarios/ptb.js";
import { resets } from "./scenarios/resets.js";
import { silence } from "./scenarios/silence.js";
import { switched } from "./scenarios/switched.js";

const THEMES: Scenario[][] = [incident, incidentForward, incidentHealthy, switched, ptb, pmtud, filters, resets, silence];

/** No scenario has this name; `message` names the nearest. */
export class UnknownScenario extends Error {
  override readonly name = "UnknownScenario";
}

export function listScenarios(): Scenario[] {
  return THEMES.flat();
}

export function findScenario(name: string): Scenario {
  const found = listScenarios().find((scenario) => scenario.name === name);
  if (found) return found;
  const near = listScenarios().filter((scenario) => scenario.name.includes(name.split("-")[0] ?? name));
  const hint = near.length > 0 ? `; near it: ${near.map((scenario) => scenario.name).join(", ")}` : "";
  throw new UnknownScenario(`no scenario is called ${name}${hint} (hopscope lab list shows all)`);
}
