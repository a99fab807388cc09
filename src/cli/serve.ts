import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { builtPage } from "../node/built-page.js";
import { UserError } from "../node/errors.js";
import { listen } from "../serve/listen.js";
import { startHelpWith } from "./examples.js";

/** Adds `hopscope serve`: the same analysis in a browser. */
export function serveCommand(program: Command): void {
  const command = program
    .command("serve")
    .summary("drop captures on a page in your browser")
    .description(
      "Serves a page on this machine alone, and prints its URL, which holds a secret: whoever has it may read the captures in DIR. " +
        "Captures dropped on the page are analysed inside the browser and never uploaded; those that lie in DIR are analysed where they are.",
    )
    .argument("[dir]", "a directory with captures", ".")
    .option("--port <number>", "listen on this port; 0 takes one that is free", portNumber, 0)
    .action(run);
  startHelpWith(command, [
    ["hopscope serve", "captures in this directory, and any you drop on the page"],
    ["hopscope serve /var/captures --port 7117", "large captures that lie on this machine"],
    ["ssh -L 7117:127.0.0.1:7117 HOST hopscope serve --port 7117", "on another machine: open the URL here"],
  ]);
}

async function run(dir: string, { port }: { port: number }): Promise<void> {
  const directory = resolve(dir);
  const found = await stat(directory).catch(() => null);
  if (!found?.isDirectory())
    throw new UserError("not-a-directory", `${dir}: there is no such directory`, `ls -d ${dir}`);
  const { url } = await listen(builtPage(), directory, port);
  process.stdout.write(`${url}\n`);
  process.stderr.write(`captures in ${directory}; Ctrl-C ends it\n`);
}

function portNumber(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
