import { correlation } from "./mutants/correlation.js";
import { datagrams } from "./mutants/datagrams.js";
import { judgement } from "./mutants/judgement.js";
import type { Mutant } from "./mutants/mutant.js";
import { reading } from "./mutants/reading.js";
import { rules } from "./mutants/rules.js";

export const MUTANTS: readonly Mutant[] = [...rules, ...judgement, ...datagrams, ...correlation, ...reading];
