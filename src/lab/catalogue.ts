import { UserError } from "../node/errors.js";
import type { Scenario } from "./scenario.js";
import { alone } from "./scenarios/alone.js";
import { asymmetric } from "./scenarios/asymmetric.js";
import { captures } from "./scenarios/captures.js";
import { changing } from "./scenarios/changing.js";
import { checksums } from "./scenarios/checksums.js";
import { datagrams } from "./scenarios/datagrams.js";
import { docker } from "./scenarios/docker.js";
import { ends } from "./scenarios/ends.js";
import { filters } from "./scenarios/filters.js";
import { fragments } from "./scenarios/fragments.js";
import { healthy } from "./scenarios/healthy.js";
import { incident } from "./scenarios/incident.js";
import { incidentForward } from "./scenarios/incident-forward.js";
import { incidentHealthy } from "./scenarios/incident-healthy.js";
import { loss } from "./scenarios/loss.js";
import { many } from "./scenarios/many.js";
import { nesting } from "./scenarios/nesting.js";
import { offloads } from "./scenarios/offloads.js";
import { pmtud } from "./scenarios/pmtud.js";
import { ptb } from "./scenarios/ptb.js";
import { resets } from "./scenarios/resets.js";
import { silence } from "./scenarios/silence.js";
import { switched } from "./scenarios/switched.js";
import { virtualSwitches } from "./scenarios/virtual-switches.js";

const THEMES: Scenario[][] = [
  incident,
  incidentForward,
  incidentHealthy,
  switched,
  ptb,
  pmtud,
  alone,
  asymmetric,
  captures,
  changing,
  checksums,
  datagrams,
  docker,
  ends,
  filters,
  fragments,
  healthy,
  loss,
  many,
  nesting,
  offloads,
  resets,
  silence,
  virtualSwitches,
];

export function listScenarios(): Scenario[] {
  return THEMES.flat();
}

export function findScenario(name: string): Scenario {
  const found = listScenarios().find((scenario) => scenario.name === name);
  if (found) return found;
  const near = listScenarios().filter((scenario) => scenario.name.includes(name.split("-")[0] ?? name));
  const hint = near.length > 0 ? `; near it: ${near.map((scenario) => scenario.name).join(", ")}` : "";
  throw new UserError("unknown-scenario", `no scenario is called ${name}${hint}`, "hopscope lab list");
}
