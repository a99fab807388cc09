import type { Command } from "commander";
import { startHelpWith } from "./examples.js";
import { type CommandOutline, type OptionOutline, outlineOf } from "./outline.js";

export function manCommand(program: Command): void {
  const command = program
    .command("man")
    .description("print the manual page")
    .action(() => {
      process.stdout.write(manual(program));
    });
  startHelpWith(command, [["hopscope man | man -l -", "read it"]]);
}

/** The manual in man(7) macros. */
function manual(program: Command): string {
  const { commands, globalOptions } = outlineOf(program);
  return `.TH HOPSCOPE 1 "" "hopscope ${program.version()}" "User Commands"
.SH NAME
hopscope \\- find where and why packets vanish, and what to change
.SH SYNOPSIS
.B hopscope
.I COMMAND
.RI [ OPTION ...]
.RI [ OPERAND ...]
.SH DESCRIPTION
${roff(program.description())}
.PP
Results are written to standard output, everything else to standard error.
Captures are only read, and nothing is sent anywhere.
.SH COMMANDS
${commands.map(commandSection).join("\n")}
.SH OPTIONS OF EVERY COMMAND
${globalOptions.map(optionItem).join("\n")}
.SH EXIT STATUS
.TP
.B 0
No finding at or above the severity that counts.
.TP
.B 1
There are findings.
.TP
.B 2
The job could not be done.
.TP
.B 130
Interrupted.
.SH ENVIRONMENT
.TP
.B NO_COLOR
Where it is set and not empty, nothing is drawn in colour.
.TP
.B FORCE_COLOR
Where it is set and not 0, colour is used without a terminal too.
.TP
.BR LC_ALL ", " LC_MESSAGES ", " LANG
The language of reports: English, or Simplified Chinese.
.SH SEE ALSO
.BR tcpdump (8),
.BR tshark (1),
.BR ip (8)
`;
}

function commandSection({ name, usage, summary, words, options }: CommandOutline): string {
  const own = words.filter(({ summary }) => summary !== "");
  return [
    `.SS "hopscope ${roff(`${name} ${usage}`)}"`,
    roff(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
    ...own.map(({ word, summary }) => `.TP\n.B ${roff(word)}\n${roff(summary)}`),
    ...options.filter(({ flags }) => !flags.includes("--help")).map(optionItem),
  ].join("\n");
}

function optionItem({ flags, value, choices, summary }: OptionOutline): string {
  const names = flags.map((flag) => `\\fB${roff(flag)}\\fR`).join(", ");
  const operand = value === null ? "" : ` \\fI${roff(value)}\\fR`;
  const oneOf = choices.length > 0 ? ` (one of: ${choices.join(", ")})` : "";
  return `.TP\n${names}${operand}\n${roff(summary + oneOf)}`;
}

/** Backslashes and hyphens mean themselves, and a leading dot or quote starts no request. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll(/^[.']/gm, "\\&$&");
}
