import { join } from "node:path";
import type { Command } from "commander";
import { listScenarios } from "../lab/catalogue.js";
import { describeTruth, markdownTable } from "../lab/describe.js";
import { inTurn } from "../lab/in-turn.js";
import { type Judgement, judge } from "../lab/judge.js";
import { againInUserNamespace } from "../lab/rootless.js";
import { runScenario } from "../lab/run-scenario.js";
import { bringUp, takeDown } from "../lab/up.js";
import { UserError } from "../node/errors.js";
import { startHelpWith } from "./examples.js";

interface Choice {
  all?: boolean;
  jobs: string;
}

export function labCommand(program: Command): void {
  const lab = program.command("lab").description("reproduce a fault in network namespaces, with real traffic");
  startHelpWith(lab, [
    ["hopscope lab list", "every scenario"],
    ["sudo hopscope lab capture incident-v1 -w captures", "the founding incident, as captures with their truth"],
    ["sudo hopscope lab test --all", "does every verdict agree with the truth?"],
  ]);

  lab
    .command("list")
    .description("every scenario with its truth")
    .option("--json", "as JSON, with network and traffic")
    .option("--markdown", "as a table for documentation")
    .action((options: { json?: boolean; markdown?: boolean }) => {
      const scenarios = listScenarios();
      if (options.json) print(JSON.stringify(scenarios, null, 2));
      else if (options.markdown) print(markdownTable(scenarios));
      else
        for (const { name, kind, title, truth } of scenarios)
          print(`${name} (${kind}): ${title}\n    ${describeTruth(truth)}`);
    });

  lab
    .command("up")
    .description("build a scenario's network and servers, and leave them standing")
    .argument("<NAME>", "the scenario")
    .action(async (name: string) => {
      if (process.getuid?.() !== 0)
        throw new UserError(
          "needs-root",
          "a network that outlives its command needs root",
          `sudo hopscope lab up ${name}`,
        );
      for (const line of await bringUp(name)) print(line);
    });

  lab
    .command("down")
    .description("remove what `lab up` left standing")
    .action(async () => {
      const names = await takeDown();
      print(names.length > 0 ? `removed ${names.join(", ")}` : "nothing was left");
    });

  withChoice(lab.command("capture").description("run scenarios and keep their captures and truth.json"))
    .requiredOption("-w, --write <DIR>", "the folder; with several scenarios, one folder in it for each")
    .action(
      rootless(async (names: string[], options: Choice & { write: string }) => {
        const chosen = choose(names, options);
        await inTurn(chosen, Number(options.jobs), async (name) => {
          const dir = chosen.length > 1 ? join(options.write, name) : options.write;
          const { captures } = await runScenario(name, { dir });
          for (const { file } of captures) print(file);
        });
      }),
    );

  withChoice(lab.command("test").description("capture, analyze, and compare the verdict with the truth"))
    .option("--json", "as JSON")
    .option("--captures <DIR>", "analyze what `lab capture -w DIR` of several scenarios left, instead of capturing")
    .action(
      rootless(async (names: string[], options: Choice & { json?: boolean; captures?: string }) => {
        const chosen = choose(names, options);
        const judgements: Judgement[] = [];
        const width = Math.max(...chosen.map((name) => name.length));
        await inTurn(chosen, Number(options.jobs), async (name) => {
          const judgement = await judge(name, options.captures === undefined ? {} : { captures: options.captures });
          judgements.push(judgement);
          if (!options.json) print(row(judgement, width));
        });
        const wrong = judgements.filter((judgement) => judgement.differences.length > 0).length;
        if (options.json) print(JSON.stringify(judgements, null, 2));
        else print(`${judgements.length - wrong} of ${judgements.length} verdicts are right`);
        if (wrong > 0) process.exitCode = 1;
      }),
    );
}

function withChoice(command: Command): Command {
  return command
    .argument("[NAME...]", "scenarios")
    .option("--all", "every scenario")
    .option("-j, --jobs <N>", "scenarios at a time", "3");
}

function choose(names: string[], options: Choice): string[] {
  if (options.all) return listScenarios().map((scenario) => scenario.name);
  if (names.length === 0)
    throw new UserError("no-scenario", "which scenario? Give names, or --all", "hopscope lab list");
  return names;
}

/** Runs an action as it is for root, and in a user namespace of its own for anybody else. */
function rootless<A extends unknown[]>(action: (...given: A) => Promise<void>): (...given: A) => Promise<void> {
  return async (...given) => {
    const status = againInUserNamespace();
    if (status === null) await action(...given);
    else process.exitCode = status;
  };
}

function row({ scenario, expected, found, differences }: Judgement, width: number): string {
  const mark = differences.length === 0 ? "ok   " : "WRONG";
  return [
    `${mark} ${scenario.padEnd(width)}  truth: ${expected}  verdict: ${found}`,
    ...differences.map((one) => `        ${one}`),
  ].join("\n");
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
