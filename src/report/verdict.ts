import { type Catalogue, say, word } from "../messages/say.js";
import type { Report, ReportFinding } from "./contract.js";
import { gravestFirst } from "./severity.js";

/** What a finding says, in one sentence. */
export function verdictOf(finding: ReportFinding, words: Catalogue): string {
  const { key, params } = sentence(finding, words);
  const text = say(words, { key, params });
  // A word, and no address or name that happens to stand first.
  return text.replace(/^[a-z]+(?= )/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

type Params = Record<string, string | number>;

/** Where the finding's packets stop, as words; names of points as given. */
function placeOf({ location }: Pick<ReportFinding, "location">, words: Catalogue): string {
  const { lastSeenAt, missingAt } = location;
  if (lastSeenAt !== null && missingAt !== null)
    return word(words, "place.between", { from: lastSeenAt, to: missingAt });
  if (lastSeenAt !== null) return word(words, "place.after", { from: lastSeenAt });
  if (missingAt !== null) return word(words, "place.before", { to: missingAt });
  return word(words, "place.unknown");
}

/** The value of a term of the cause, if the finding has it. */
function termValue(finding: ReportFinding, term: string): number | string | null {
  return finding.cause.find((t) => t.term === term)?.value ?? null;
}

function sentence(finding: ReportFinding, words: Catalogue): { key: string; params: Params } {
  const { code, direction, sizes, location } = finding;
  const plain = `verdict.${code}`;
  const value = (term: string) => termValue(finding, term) ?? "?";
  const common: Params = {
    direction: direction ?? "",
    place: placeOf(finding, words),
    lost: sizes?.smallestLost ?? "?",
    passed: sizes?.largestPassed ?? "?",
    from: location.lastSeenAt ?? "?",
    to: location.missingAt ?? "?",
  };
  const said = (more: Params = {}, variant = "") => ({
    key: variant === "" ? plain : `${plain}.${variant}`,
    params: { ...common, ...more },
  });
  switch (code) {
    case "mtu-black-hole":
      return said({}, sizes?.largestPassed == null ? "nothing-passed" : "");
    case "ptb-not-delivered":
    case "ptb-ignored":
      return said({ mtu: value("ptb-mtu"), source: ptbSource(finding) });
    case "pmtud-recovery": {
      const after = finding.cause.find((t) => t.term === "continued-at")?.phrase;
      const atOnce = after === undefined || after.params.milliseconds === 0;
      const when = atOnce ? word(words, "report.at-once") : say(words, after);
      const told = { source: ptbSource(finding), mtu: value("ptb-mtu") };
      const variant = termValue(finding, "ptb-mtu") === null ? "" : "told";
      return said({ ...told, continued: value("continued-at"), after: when }, variant);
    }
    case "mss-over-clamped":
      return said({ mss: value("mss-after"), packet: value("clamped-packet") });
    case "mss-mismatch":
      return said({ failing: value("mss-failing"), working: value("mss-working") });
    case "mss-clamped": {
      const [before, after] = finding.evidence.map((e) => e.vantagePoint);
      const params = { before: value("mss-before"), after: value("mss-after"), from: before, to: after };
      return said(params, before === after ? "one-point" : "");
    }
    case "super-frames":
      return said({ largest: value("largest-frame"), limit: value("segment-limit") });
    case "capture-incomplete": {
      const [first, ...others] = finding.cause;
      const what = first === undefined ? "" : say(words, first.phrase);
      return said({ what, more: others.length }, others.length > 0 ? "more" : "");
    }
    case "random-loss":
      return said({ count: value("lost-packets") });
    case "policy-drop": {
      const icmp = termValue(finding, "icmp");
      if (icmp === null) return said();
      const place = location.lastSeenAt === null || location.missingAt === null ? "icmp-no-place" : "icmp";
      return said({ icmp, source: value("icmp-source") }, place);
    }
    case "syn-unanswered":
      return said({}, location.missingAt === null && location.lastSeenAt !== null ? "after" : "");
    case "connection-reset": {
      const foreign = finding.cause.some((t) => t.phrase.key === "reset-foreign");
      return said({ by: value("reset-by"), ttl: value("reset-ttl") }, foreign ? "foreign" : "");
    }
    case "tls-alert":
      return said({ alert: value("alert") });
    case "undetermined":
      return said({}, location.lastSeenAt === null && location.missingAt === null ? "" : "place");
    default:
      return said();
  }
}

/** A PTB's sender, where it is no term of its own but part of what the term was taken from. */
function ptbSource(finding: ReportFinding): string | number {
  const told = finding.cause.find((t) => t.term === "ptb-mtu")?.phrase.params.source;
  return termValue(finding, "ptb-source") ?? told ?? "?";
}

/**
 * Findings of a role, the gravest first. A cost that is no more than a note (path MTU discovery that worked at once, as it should) is
 * told with the context.
 */
export function findingsOf(report: Report, role: ReportFinding["role"]): ReportFinding[] {
  const toldAs = (f: ReportFinding) => (f.role === "cost" && f.severity === "info" ? "context" : f.role);
  return gravestFirst(report.findings.filter((f) => toldAs(f) === role));
}
