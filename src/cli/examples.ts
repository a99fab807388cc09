import type { Command } from "commander";

/** Makes the command's help start with examples: pairs of a command line and what it does. */
export function startHelpWith(command: Command, examples: readonly (readonly [line: string, meaning: string])[]): void {
  command.addHelpText("before", formatExamples(examples));
}

export function formatExamples(examples: readonly (readonly [line: string, meaning: string])[]): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  return ["Examples:", ...examples.map(([line, meaning]) => `  ${line.padEnd(width)}   ${meaning}`), ""].join("\n");
}
