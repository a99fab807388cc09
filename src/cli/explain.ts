import type { Command } from "commander";
import { explanationsOf, type Language } from "../messages/language.js";
import { UserError } from "../node/errors.js";
import { languageOf, wantsColour, widthOf } from "../node/terminal.js";
import { codeList, explanation, explanationsAsJson, isCode, nearestCodes } from "../report/explain.js";
import { startHelpWith } from "./examples.js";
import { languageOption } from "./language.js";

interface Options {
  json?: boolean;
  lang?: Language;
}

/** Adds `hopscope explain`: what a finding means, how it is proved, what it is not, what to do. */
export function explainCommand(program: Command): void {
  const command = program
    .command("explain")
    .summary("say what a finding means, how it is proved, and what to do")
    .description(
      "Says what a finding means, how it is proved, what it is not, and what to do. Without a code, lists them all.",
    )
    .argument("[code]", "a finding's code, such as mtu-black-hole")
    .option("--json", "as JSON")
    .addOption(languageOption())
    .action(run);
  startHelpWith(command, [
    ["hopscope explain mtu-black-hole", "one finding"],
    ["hopscope explain", "every code"],
  ]);
}

async function run(text: string | undefined, options: Options): Promise<void> {
  const words = await explanationsOf(options.lang ?? languageOf());
  const look = { words, width: widthOf(process.stdout), colour: wantsColour(process.stdout) };
  if (text !== undefined && !isCode(text)) throw unknown(text);
  if (options.json) process.stdout.write(explanationsAsJson(words, text === undefined ? undefined : [text]));
  else process.stdout.write(text === undefined ? codeList(look) : explanation(text, look));
}

function unknown(text: string): UserError {
  const near = nearestCodes(text);
  if (near.length === 0) return new UserError("unknown-code", `no finding is called ${text}`, "hopscope explain");
  const which = near.length === 1 ? near[0] : `one of ${near.join(", ")}`;
  return new UserError(
    "unknown-code",
    `no finding is called ${text} (Did you mean ${which}?)`,
    `hopscope explain ${near[0]}`,
  );
}
