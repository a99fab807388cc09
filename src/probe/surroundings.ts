import type { Libc } from "../node/libc.js";
import type { Endpoint } from "./attempt.js";
import type { Budget } from "./budget.js";
import type { Target } from "./target.js";
import type { Watch } from "./watch.js";

/** What every step of measuring one address needs. */
export interface Surroundings {
  libc: Libc;
  target: Target;
  to: Endpoint;
  budget: Budget;
  watch: Watch;
}
