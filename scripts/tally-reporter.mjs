// A vitest reporter: counts the tests, and keeps what failed with its difference, in the file that the environment's
// HOPSCOPE_TALLY names.

import { writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Lines of a failure that are kept. */
const LINES = 60;

/** An error's message and what differed, without the stack: the log has it where the test failed. */
const told = (name, errors) =>
  stripVTControlCharacters([name, ...errors.flatMap(({ message, diff }) => [message, diff ?? ""])].join("\n"))
    .split("\n")
    .slice(0, LINES)
    .join("\n    ")
    .trimEnd();

export default class {
  onTestRunEnd(modules, unhandled) {
    const tally = { passed: 0, failed: 0, skipped: 0, failures: [] };
    for (const module of modules) {
      const broken = module.errors();
      if (broken.length > 0) tally.failures.push(told(module.relativeModuleId, broken));
      for (const suite of module.children.allSuites())
        if (suite.errors().length > 0)
          tally.failures.push(told(`${module.relativeModuleId}: ${suite.fullName}`, suite.errors()));
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        tally[state in tally ? state : "skipped"]++;
        if (state === "failed") tally.failures.push(told(`${module.relativeModuleId}: ${test.fullName}`, errors));
      }
    }
    if (unhandled.length > 0) tally.failures.push(told("errors that no test caught", unhandled));
    writeFileSync(process.env.HOPSCOPE_TALLY, JSON.stringify(tally));
  }
}
