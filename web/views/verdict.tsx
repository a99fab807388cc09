import type { Report, ReportFinding } from "../../src/report/contract.js";
import { verdictOf } from "../../src/report/verdict.js";
import { named, t, tell, words } from "../speak.js";
import { chooseFinding, findings } from "../state.js";
import { Sum } from "./sum.js";

export function Verdict({ report, finding }: { report: Report; finding: ReportFinding | null }) {
  const primaries = findings.value.filter((f) => f.role === "primary");
  const others = findings.value.length > 1;
  return (
    <section id="verdict" class="view view-verdict" aria-labelledby="verdict-heading">
      {primaries.length === 0 && <Healthy report={report} />}
      {finding === null ? null : (
        <article class={`finding finding-${finding.severity}`}>
          <Badges finding={finding} />
          {primaries.length === 0 ? (
            <h2 class="sentence">{verdictOf(finding, words.value)}</h2>
          ) : (
            <h1 id="verdict-heading" class="sentence">
              {verdictOf(finding, words.value)}
            </h1>
          )}
          <Sum finding={finding} />
          {finding.next !== null && (
            <div class="next">
              <h2 class="minor">{t("verdict.next")}</h2>
              <p>{tell(finding.nextPhrase, finding.next)}</p>
            </div>
          )}
        </article>
      )}
      {others && <Others chosen={finding} several={primaries.length} />}
    </section>
  );
}

function Healthy({ report }: { report: Report }) {
  const [measured] = report.measurements ?? [];
  if (measured !== undefined)
    return (
      <h1 id="verdict-heading" class="sentence sentence-good">
        {t("verdict.probe-healthy", { target: measured.target })}
      </h1>
    );
  const params = { flows: report.flows.length, points: report.vantagePoints.length };
  const costs = findings.value.some((f) => f.role === "cost");
  const key = params.flows === 0 ? "verdict.no-flows" : costs ? "verdict.costs-only" : "verdict.healthy";
  return (
    <h1 id="verdict-heading" class={costs || params.flows === 0 ? "sentence" : "sentence sentence-good"}>
      {t(key, params)}
    </h1>
  );
}

function Badges({ finding }: { finding: ReportFinding }) {
  return (
    <p class="badges">
      <strong class={`badge badge-${finding.severity}`}>{named("title", finding.code)}</strong>
      <span class="badge">{named("severity", finding.severity)}</span>
      <span class="badge">{named("certainty", finding.certainty)}</span>
      <span class="badge">{t("verdict.flows", { count: finding.flows.length })}</span>
      <code class="code">{finding.code}</code>
    </p>
  );
}

/** What else was found: each can be made the one that the views are about. */
function Others({ chosen, several }: { chosen: ReportFinding | null; several: number }) {
  return (
    <div class="others">
      <h2 class="minor">{several > 1 ? t("verdict.several", { count: several }) : t("verdict.further")}</h2>
      <ul>
        {findings.value.map((f, i) => (
          <li key={`${f.code} ${f.flows[0] ?? i}`}>
            <button type="button" aria-pressed={f === chosen} onClick={() => chooseFinding(i)}>
              <span class={`dot dot-${f.severity}`} aria-hidden="true" />
              <span>
                <strong>{named("title", f.code)}</strong>
                <small>{named("role", f.role)}</small>
              </span>
              <span class="others-verdict">{verdictOf(f, words.value)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
