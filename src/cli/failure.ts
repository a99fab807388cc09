import { existsSync } from "node:fs";
import { CommanderError } from "commander";
import { UserError } from "../node/errors.js";
import { harmless } from "../report/text/harmless.js";

/** A failure in words: what happened and why, in one line, and the next command to run. */
interface Explanation {
  what: string;
  next: string | null;
}

/** Whether `error` only ends a command that is done: commander throws after it has printed help or the version. */
export function isQuiet(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

/** What to print on stderr. `command` is the one that was asked for; a stack trace only where `debug` asks for it. */
export function explainFailure(error: unknown, command: string | undefined, debug: boolean): string {
  const { what, next } = explain(error, command);
  // File names are quoted, and whoever packed the captures chose them.
  const lines = [`hopscope: ${harmless(what)}`];
  if (next !== null) lines.push(`  next: ${harmless(next)}`);
  if (debug && error instanceof Error) lines.push("", error.stack ?? "");
  return `${lines.join("\n")}\n`;
}

function explain(error: unknown, command: string | undefined): Explanation {
  if (error instanceof UserError) return { what: error.message, next: error.hint };
  if (error instanceof CommanderError) return explainUsage(error, command);
  return {
    what: `a bug in hopscope stopped it: ${error instanceof Error ? error.message : String(error)}`,
    next: "run it again with --debug, and report what that prints",
  };
}

function explainUsage(error: CommanderError, command: string | undefined): Explanation {
  // commander's own form: "error: unknown option '--jsn'\n(Did you mean --json?)"
  const [what = "", didYouMean] = error.message.replace(/^error: /, "").split("\n");
  if (error.code === "commander.unknownCommand") {
    if (command !== undefined && didYouMean === undefined && existsSync(command)) {
      return { what, next: `hopscope analyze ${command}` };
    }
    command = undefined;
  }
  const help = command === undefined ? "hopscope --help" : `hopscope ${command} --help`;
  return { what: didYouMean === undefined ? what : `${what} ${didYouMean}`, next: help };
}
