import type { Command } from "commander";

/** What a command line can hold, for completions and the manual. */
export interface CommandOutline {
  name: string;
  summary: string;
  /** What follows the name, as in `[options] <FILE...>`. */
  usage: string;
  /** The words an operand may be, where they are known: sub-commands and choices. */
  words: { word: string; summary: string }[];
  options: OptionOutline[];
}

export interface OptionOutline {
  /** `-w`, `--write`: short first. */
  flags: string[];
  /** As in `FILE`; null where it takes none. */
  value: string | null;
  choices: readonly string[];
  summary: string;
}

/** The commands of a program whose commands are all loaded. */
export function outlineOf(program: Command): { commands: CommandOutline[]; globalOptions: OptionOutline[] } {
  return {
    commands: program.commands.filter((command) => command.name() !== "help").map(outlineOfCommand),
    globalOptions: optionsOf(program),
  };
}

function outlineOfCommand(command: Command): CommandOutline {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command).filter((sub) => sub.name() !== "help");
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    usage: command.usage(),
    words: [
      ...subcommands.map((sub) => ({ word: sub.name(), summary: sub.summary() || sub.description() })),
      ...command.registeredArguments.flatMap(({ argChoices = [] }) =>
        argChoices.map((word) => ({ word, summary: "" })),
      ),
    ],
    options: uniqueByFlags([...optionsOf(command), ...subcommands.flatMap(optionsOf)]),
  };
}

function optionsOf(command: Command): OptionOutline[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      flags: [option.short, option.long].filter((flag) => flag !== undefined),
      value: option.required || option.optional ? (/[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? "VALUE") : null,
      choices: option.argChoices ?? [],
      summary: option.description,
    }));
}

function uniqueByFlags(options: OptionOutline[]): OptionOutline[] {
  return [...new Map(options.map((option) => [option.flags.join(), option])).values()];
}
