import { Argument, type Command } from "commander";
import { startHelpWith } from "./examples.js";
import { outlineOf } from "./outline.js";
import { bashCompletion } from "./shells/bash.js";
import { fishCompletion } from "./shells/fish.js";
import { zshCompletion } from "./shells/zsh.js";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export function completionCommand(program: Command): void {
  const command = program
    .command("completion")
    .description("print the completion script of a shell")
    .addArgument(new Argument("<SHELL>", "the shell").choices(Object.keys(SHELLS)))
    .action((shell: keyof typeof SHELLS) => {
      const { commands, globalOptions } = outlineOf(program);
      process.stdout.write(SHELLS[shell](commands, globalOptions));
    });
  startHelpWith(command, [
    ["source <(hopscope completion bash)", "for this shell; in ~/.bashrc for every one"],
    ["source <(hopscope completion zsh)", "after compinit"],
    ["hopscope completion fish | source", ""],
  ]);
}
