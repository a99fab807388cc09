// The arrows of the house (docs/design/house.md), as rules that explain themselves.

const PURE = "capture|dissect|flow|digest-file|correlate|topology|diagnose|simulate|remedy|report|messages|extract";

/** What each pure folder may import besides itself. */
const ARROWS = {
  capture: "",
  dissect: "",
  flow: "capture|dissect",
  "digest-file": "flow",
  topology: "",
  correlate: "flow",
  diagnose: "flow|correlate|topology",
  simulate: "topology",
  remedy: "topology|simulate|diagnose",
  messages: "diagnose|remedy",
  extract: "capture|dissect|flow|report",
  report: "capture|flow|correlate|topology|diagnose|simulate|remedy|messages",
};

const arrowRules = Object.entries(ARROWS).map(([folder, allowed]) => ({
  name: `arrows-out-of-${folder}`,
  comment: `Data goes one way (capture, dissect, flow, correlate, diagnose, report). ${folder}/ may import only ${
    allowed ? `${allowed.replaceAll("|", "/, ")}/` : "itself"
  }, so that a change downstream can never alter what lies upstream.`,
  severity: "error",
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: `^src/(${folder}${allowed ? `|${allowed}` : ""})/` },
}));

export default {
  forbidden: [
    ...arrowRules,
    {
      name: "no-cycles",
      comment: "A cycle means two files that cannot be understood, tested or moved apart.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "pure-stays-pure",
      comment:
        "Pure folders take bytes and values and return values: they also run in a browser and a worker, so no node:* and no npm package.",
      severity: "error",
      from: { path: `^src/(${PURE})/` },
      to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-peer", "npm-optional", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "rules-do-not-speak",
      comment: "A rule yields codes and numbers; the words of every language live in messages/, keyed by code.",
      severity: "error",
      from: { path: "^src/diagnose/" },
      to: { path: "^src/(messages|report)/" },
    },
    {
      name: "sources-stand-apart",
      comment:
        "inventory/, probe/ and lab/ each touch the machine in their own way; one that leans on another cannot be used alone.",
      severity: "error",
      from: { path: "^src/(inventory|probe|lab)/" },
      to: { path: "^src/(inventory|probe|lab)/", pathNot: "^src/$1/" },
    },
    {
      name: "arrows-out-of-probe",
      comment:
        "probe/ measures and judges what it measured: it speaks the findings, words and remedies of the rest, and needs no capture to be read.",
      severity: "error",
      from: { path: "^src/probe/" },
      to: { path: "^src/", pathNot: "^src/(probe|node|diagnose|remedy|messages|report)/" },
    },
    {
      name: "foreign-functions-in-node",
      comment:
        "A wrong call through koffi ends the process: the few there are stay in node/, behind functions with types.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/node/" },
      to: { path: "node_modules/koffi" },
    },
    {
      name: "nothing-imports-the-cli",
      comment: "cli/ is the outermost ring: it wires the rest together and is wired into nothing.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/cli/" },
      to: { path: "^src/cli/" },
    },
    {
      name: "the-page-is-pure",
      comment:
        "web/ runs in browsers, from a file as well as from a server: it imports the pure folders only, and never what touches a machine.",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^src/", pathNot: `^src/(${PURE})/` },
    },
    {
      name: "nothing-imports-the-page",
      comment: "The page is built into one file; what ships it reads that file.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^web/" },
    },
    {
      name: "production-without-tests",
      comment: "Production code never imports test, fixtures or bench: what ships must not need them.",
      severity: "error",
      from: { path: "^(src|web)/" },
      to: { path: "^(test|fixtures|bench)/" },
    },
    {
      name: "only-declared-packages",
      comment:
        "What production code imports must be a declared dependency, or it is missing where the package is installed. What scripts/join-modules.mjs joins is in the build.",
      severity: "error",
      from: { path: "^src/" },
      to: {
        dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "node_modules/commander/",
      },
    },
    {
      name: "resolvable",
      comment:
        "An import that does not resolve fails at run time. vite resolves the worker that it puts into the page.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?packed$" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
