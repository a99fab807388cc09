import type { CommandOutline, OptionOutline } from "../outline.js";

/** Completion for zsh: https://zsh.sourceforge.io/Doc/Release/Completion-System.html#Completion-Functions */
export function zshCompletion(commands: readonly CommandOutline[], globalOptions: readonly OptionOutline[]): string {
  const names = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef hopscope
# hopscope completion for zsh: source <(hopscope completion zsh), after compinit
_hopscope() {
  local -a commands=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _arguments ${globalOptions.flatMap(specs).join(" ")}
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map((command) => commandCase(command, globalOptions)).join("\n")}
  esac
}
# Autoloaded from fpath it is the function's own body; sourced it is registered.
if [[ $funcstack[1] == _hopscope ]]; then _hopscope "$@"; else compdef _hopscope hopscope; fi
`;
}

function commandCase({ name, words, options }: CommandOutline, globalOptions: readonly OptionOutline[]): string {
  const operands =
    words.length > 0 ? quoted(`*:argument:(${words.map(({ word }) => word).join(" ")})`) : "'*:file:_files'";
  const own = options.flatMap(specs);
  const inherited = globalOptions.flatMap(specs).filter((spec) => !own.includes(spec));
  return `    ${name}) _arguments ${[...own, ...inherited, operands].join(" ")} ;;`;
}

/** _arguments takes one specification per spelling; brackets and colons have a meaning in it. */
function specs({ flags, value, choices, summary }: OptionOutline): string[] {
  const action = choices.length > 0 ? `(${choices.join(" ")})` : "_files";
  const operand = value === null ? "" : `:${value.replaceAll(":", "\\:")}:${action}`;
  return flags.map((flag) => quoted(`${flag}[${summary.replaceAll(/[[\]:]/g, "\\$&")}]${operand}`));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
