import type { Command } from "commander";

interface CommandEntry {
  /** The line `hopscope --help` shows. */
  summary: string;
  /** Resolves to the function that adds the command, with its options, to the program. */
  load: () => Promise<(program: Command) => void>;
  /** True for one that reads the other commands' options. */
  describesAll?: true;
}

/**
 * Every command, in the order help lists them. A command's file is loaded only when it is asked for: start-up is most of
 * the time a small analysis takes.
 */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  analyze: {
    summary: "find where packets stop in captures, and why",
    load: async () => (await import("./analyze.js")).analyzeCommand,
  },
  serve: {
    summary: "drop captures on a page in your browser",
    load: async () => (await import("./serve.js")).serveCommand,
  },
  demo: {
    summary: "a real incident, from its captures to the fix",
    load: async () => (await import("./demo.js")).demoCommand,
  },
  extract: {
    summary: "put the frames that prove the findings into one capture",
    load: async () => (await import("./extract.js")).extractCommand,
  },
  digest: {
    summary: "reduce captures to what analyze needs of them",
    load: async () => (await import("./digest.js")).digestCommand,
  },
  explain: {
    summary: "say what a finding means, how it is proved, and what to do",
    load: async () => (await import("./explain.js")).explainCommand,
  },
  schema: {
    summary: "print the JSON Schema of the report",
    load: async () => (await import("./schema.js")).schemaCommand,
  },
  dissect: {
    summary: "print fields of every frame, by their tshark names",
    load: async () => (await import("./dissect.js")).dissectCommand,
  },
  probe: {
    summary: "measure a path's MTU in both directions, without root",
    load: async () => (await import("./probe.js")).probeCommand,
  },
  lab: {
    summary: "reproduce a fault in network namespaces, with real traffic",
    load: async () => (await import("./lab.js")).labCommand,
  },
  completion: {
    summary: "print the completion script of a shell",
    load: async () => (await import("./completion.js")).completionCommand,
    describesAll: true,
  },
  man: {
    summary: "print the manual page",
    load: async () => (await import("./man.js")).manCommand,
    describesAll: true,
  },
};
