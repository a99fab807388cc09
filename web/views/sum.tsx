import type { ReportFinding, ReportTerm } from "../../src/report/contract.js";
import { capital, named, t, tell, uncapitalised } from "../speak.js";

/** Terms that add up, each with the sign before it. */
const SIGNS: Readonly<Record<string, string>> = {
  mss: "",
  headers: "+",
  "inner-packet": "=",
  overhead: "+",
  "outer-packet": "=",
};
const LIMITS = ["largest-outer-passed", "largest-passed", "ptb-mtu"];

/** What proves the finding: a sum where sizes add up, else its terms one by one. */
export function Sum({ finding }: { finding: ReportFinding }) {
  const { cause } = finding;
  if (cause.length === 0) return null;
  const adds = finding.category === "mtu" && cause.some((c) => c.term === "inner-packet");
  if (!adds) return <Terms title={t("verdict.shown-by")} terms={cause} />;
  const summed = cause.filter((c) => c.term in SIGNS);
  // The sum of what passed on the underlay says more than the packet inside it.
  const outer = cause.some((c) => c.term === "largest-outer-passed");
  const limits = cause.filter((c) => LIMITS.includes(c.term) && !(outer && c.term === "largest-passed"));
  const rest = cause.filter((c) => !summed.includes(c) && !limits.includes(c) && c.term !== "largest-passed");
  return (
    <>
      <div class="sum">
        <h2 class="minor">
          {t("verdict.sum")} <span class="unit">{t("verdict.bytes")}</span>
        </h2>
        <div class="equation">
          {summed.map((c, i) => (
            <Term key={c.term} term={c} sign={i === 0 ? "" : SIGNS[c.term]} kind={kindOf(c, summed)} />
          ))}
          {limits.map((c, i) => (
            <Term
              key={c.term}
              term={c}
              sign={i === 0 ? ">" : ""}
              kind="limit"
              more={
                c.term === "largest-outer-passed" ? tellOf(cause.find((x) => x.term === "largest-passed")) : undefined
              }
            />
          ))}
        </div>
      </div>
      {rest.length > 0 && <Terms title={t("verdict.shown-by")} terms={rest} />}
    </>
  );
}

function tellOf(term: ReportTerm | undefined): string | undefined {
  return term === undefined ? undefined : uncapitalised(term.phrase, term.evidence);
}

function kindOf(term: ReportTerm, summed: readonly ReportTerm[]): string {
  if (term === summed.at(-1)) return "total";
  return term.term === "overhead" ? "overhead" : "part";
}

function Term({ term, sign, kind, more }: { term: ReportTerm; sign: string; kind: string; more?: string }) {
  return (
    <div class={`term term-${kind}`}>
      {sign !== "" && <span class="sign">{sign}</span>}
      <div>
        <span class="term-value">{term.value}</span>
        <span class="term-name">{labelOf(term)}</span>
        <span class="term-why">
          {more === undefined ? tell(term.phrase, term.evidence) : `${tell(term.phrase, term.evidence)}, ${more}`}
        </span>
      </div>
    </div>
  );
}

function Terms({ title, terms }: { title: string; terms: readonly ReportTerm[] }) {
  return (
    <div class="terms">
      <h2 class="minor">{title}</h2>
      <dl>
        {terms.map((c) => (
          <div key={`${c.term} ${c.evidence}`}>
            <dt>{labelOf(c)}</dt>
            <dd>
              <strong>{valueText(c)}</strong>
              <span>{tell(c.phrase, c.evidence)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function labelOf(c: ReportTerm): string {
  const { stack } = c.phrase.params;
  return capital(c.term === "overhead" && stack !== undefined ? stackName(String(stack)) : named("term", c.term));
}

export function stackName(stack: string): string {
  return stack
    .split("/")
    .map((part) => named("stack", part))
    .join("/");
}

/** Values that are names of something: an ICMP type, an alert, a side. */
function valueText(c: ReportTerm): string {
  const group = { icmp: "icmp", alert: "alert", "reset-by": "side" }[c.term];
  return group === undefined ? String(c.value) : named(group, String(c.value));
}
