import type { CommandOutline, OptionOutline } from "../outline.js";

/** Completion for fish: https://fishshell.com/docs/current/cmds/complete.html */
export function fishCompletion(commands: readonly CommandOutline[], globalOptions: readonly OptionOutline[]): string {
  const lines = ["# hopscope completion for fish: hopscope completion fish | source"];
  for (const option of globalOptions) lines.push(`complete -c hopscope ${optionArguments(option)}`);
  for (const { name, summary, words, options } of commands) {
    lines.push(`complete -c hopscope -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`);
    const within = `complete -c hopscope -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    for (const { word, summary } of words) lines.push(`${within} -f -a ${word} -d ${quoted(summary)}`);
    for (const option of options) lines.push(`${within} ${optionArguments(option)}`);
  }
  return `${lines.join("\n")}\n`;
}

function optionArguments({ flags, value, choices, summary }: OptionOutline): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const values = choices.length > 0 ? [`-x -a ${quoted(choices.join(" "))}`] : value === null ? [] : ["-r"];
  return [...names, ...values, `-d ${quoted(summary)}`].join(" ");
}

/** fish knows two escapes within single quotes: \\' and \\\\. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
