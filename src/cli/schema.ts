import type { Command } from "commander";
import { reportSchema } from "../report/schema.js";
import { startHelpWith } from "./examples.js";

/** Adds `hopscope schema`: what `--json` prints, as JSON Schema. */
export function schemaCommand(program: Command): void {
  const command = program
    .command("schema")
    .summary("print the JSON Schema of the report")
    .description("Prints the JSON Schema (draft 2020-12) of hopscope.report/1, which analyze --json prints.")
    .action(() => {
      process.stdout.write(`${JSON.stringify(reportSchema, null, 2)}\n`);
    });
  startHelpWith(command, [["hopscope schema > report.schema.json", "for validators and code generators"]]);
}
