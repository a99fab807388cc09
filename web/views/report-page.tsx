import { useEffect, useMemo, useState } from "preact/hooks";
import type { Measurement, Report } from "../../src/report/contract.js";
import type { Unread } from "../analysis/protocol.js";
import { pathModel } from "../model/path.js";
import { Later } from "../parts/later.js";
import { t } from "../speak.js";
import { finding, findings, flow } from "../state.js";
import { Captures } from "./captures.js";
import { Evidence } from "./evidence.js";
import { UnreadList } from "./failed.js";
import { Flows } from "./flows.js";
import { LadderView } from "./ladder.js";
import { LedgerView } from "./ledger.js";
import { Measured } from "./measured.js";
import { PathView } from "./path.js";
import { Remedies } from "./remedies.js";
import { RuledOut } from "./ruled-out.js";
import { Staircase } from "./staircase.js";
import { Verdict } from "./verdict.js";

const VIEWS = [
  "verdict",
  "path",
  "remedies",
  "stairs",
  "ladder",
  "ledger",
  "evidence",
  "ruled-out",
  "flows",
  "captures",
] as const;
/** A probe has no captures to draw. */
const PROBE_VIEWS = ["verdict", "measured", "remedies", "ruled-out", "flows"] as const;
type View = (typeof VIEWS)[number] | (typeof PROBE_VIEWS)[number];

/** The views, one under another, so that a report is read, searched and printed as one. */
export function ReportPage({ report, unread }: { report: Report; unread: Unread[] }) {
  const about = finding.value;
  const shown = flow.value;
  const path = useMemo(
    () => (shown === null ? null : pathModel(report, shown, about?.flows.includes(shown.id) ? about : null)),
    [report, shown, about],
  );
  const scope = { points: report.vantagePoints.length, flows: report.flows.length, findings: findings.value.length };
  if (report.measurements !== undefined && report.vantagePoints.length === 0)
    return <ProbePage report={report} measurements={report.measurements} />;
  return (
    <div class="frame">
      <Contents views={VIEWS} />
      <main id="main">
        <p class="scope">{t("page.scope", scope)}</p>
        <UnreadList unread={unread} />
        <Verdict report={report} finding={about} />
        <Later turn={1}>
          <PathView path={path} flow={shown} />
        </Later>
        <Later turn={2}>
          <Remedies finding={about} />
        </Later>
        <Later turn={3}>
          <Staircase path={path} finding={about} />
        </Later>
        <Later turn={4}>
          <LadderView report={report} flow={shown} />
        </Later>
        <Later turn={5}>
          <LedgerView report={report} flow={shown} direction={about?.direction ?? null} />
        </Later>
        <Later turn={6}>
          <Evidence report={report} finding={about} />
        </Later>
        <Later turn={7}>
          <RuledOut finding={about} />
        </Later>
        <Later turn={8}>
          <Flows report={report} chosen={shown} />
        </Later>
        <Later turn={9}>
          <Captures report={report} />
        </Later>
        <p class="made-by">{t("page.made-by")}</p>
      </main>
    </div>
  );
}

function ProbePage({ report, measurements }: { report: Report; measurements: readonly Measurement[] }) {
  return (
    <div class="frame">
      <Contents views={PROBE_VIEWS} />
      <main id="main">
        <p class="scope">{t("page.scope-probe", { count: measurements.length, findings: findings.value.length })}</p>
        <Verdict report={report} finding={finding.value} />
        <Measured measurements={measurements} />
        <Remedies finding={finding.value} />
        <RuledOut finding={finding.value} />
        <Flows report={report} chosen={flow.value} />
        <p class="made-by">{t("page.made-by")}</p>
      </main>
    </div>
  );
}

function Contents({ views }: { views: readonly View[] }) {
  const current = useCurrentView(views);
  return (
    <nav class="contents" aria-label={t("page.contents")}>
      <ol>
        {views.map((id) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? "true" : undefined}>
              {t(`${id}.heading`)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Pixels below the window's top at which a view is the one that is read. */
const READING_LINE = 180;

/** The view that stands at the top of the window. */
function useCurrentView(views: readonly View[]): string {
  const [current, setCurrent] = useState<string>("verdict");
  useEffect(() => {
    const look = () => {
      const begun = views.filter(
        (id) => (document.getElementById(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY) < READING_LINE,
      );
      setCurrent(begun.at(-1) ?? "verdict");
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [views]);
  return current;
}
