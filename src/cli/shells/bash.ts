import type { CommandOutline, OptionOutline } from "../outline.js";

/** Completion for bash: https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html */
export function bashCompletion(commands: readonly CommandOutline[], globalOptions: readonly OptionOutline[]): string {
  return `# hopscope completion for bash: source <(hopscope completion bash)
_hopscope() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= word words=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || { command=$word; break; }
  done
  case $command:$previous in
${commands.flatMap(choiceCases).join("\n")}
  esac
  if [[ -z $words ]]; then
    case $command in
      "") words="${[...commands.map(({ name }) => name), ...flagsOf(globalOptions)].join(" ")}" ;;
${commands.map((command) => optionCase(command, globalOptions)).join("\n")}
    esac
  fi
  # With no match bash falls back to file names.
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _hopscope hopscope
`;
}

function choiceCases({ name, options }: CommandOutline): string[] {
  return options
    .filter(({ choices }) => choices.length > 0)
    .flatMap(({ flags, choices }) => flags.map((flag) => `    ${name}:${flag}) words="${choices.join(" ")}" ;;`));
}

function optionCase({ name, words, options }: CommandOutline, globalOptions: readonly OptionOutline[]): string {
  const all = [...words.map(({ word }) => word), ...flagsOf(options), ...flagsOf(globalOptions)];
  return `      ${name}) words="${[...new Set(all)].join(" ")}" ;;`;
}

/** Long where there is one: what a reader of a script understands. */
function flagsOf(options: readonly OptionOutline[]): string[] {
  return options.map(({ flags }) => flags.at(-1) ?? "");
}
