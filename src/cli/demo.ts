import { once } from "node:events";
import type { Command } from "commander";
import { demoWordsOf, type Language } from "../messages/language.js";
import { languageOf, wantsColour, widthOf } from "../node/terminal.js";
import { startHelpWith } from "./examples.js";
import { languageOption } from "./language.js";

interface Options {
  lang?: Language;
  /** False with --no-pause. */
  pause: boolean;
}

/** Adds `hopscope demo`: the founding incident, from its captures to the fix. */
export function demoCommand(program: Command): void {
  const command = program
    .command("demo")
    .summary("a real incident, from its captures to the fix")
    .description(
      "Walks through the founding incident with the captures that come with Hopscope: what an expert sees, what Hopscope says, the fix " +
        "that only moves the loss, and the one that works. Needs neither root nor network.",
    )
    .addOption(languageOption())
    .option("--no-pause", "do not wait for Enter between the parts; nothing waits without a terminal")
    .action(run);
  startHelpWith(command, [
    ["hopscope demo", "in the language of your locale"],
    ["hopscope demo --lang zh-CN --no-pause", "in Chinese, in one go"],
  ]);
}

async function run(options: Options): Promise<void> {
  const words = await demoWordsOf(options.lang ?? languageOf());
  const look = { words, width: widthOf(process.stdout), colour: wantsColour(process.stdout) };
  const { story } = await import("./demo/story.js");
  const waits = options.pause && process.stdin.isTTY === true && process.stdout.isTTY === true;
  let told = false;
  for await (const part of story(look)) {
    if (told && waits) await enter(words["demo.pause"]);
    process.stdout.write(told ? `\n${part}` : part);
    told = true;
  }
}

/** Waits for a line, or for the end of input. */
async function enter(prompt: string): Promise<void> {
  process.stdout.write(`\n[${prompt}] `);
  process.stdin.resume();
  await Promise.race([once(process.stdin, "data"), once(process.stdin, "end")]);
  process.stdin.pause();
}
