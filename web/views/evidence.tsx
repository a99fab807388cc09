import type { Report, ReportFinding } from "../../src/report/contract.js";
import { CopyButton } from "../parts/copy-button.js";
import { Section } from "../parts/section.js";
import { t, tell } from "../speak.js";

export function Evidence({ report, finding }: { report: Report; finding: ReportFinding | null }) {
  const evidence = finding?.evidence ?? [];
  const names = new Map(report.vantagePoints.map((v) => [v.id, v.name]));
  return (
    <Section id="evidence" heading={t("evidence.heading")} lead={evidence.length > 0 ? t("evidence.lead") : undefined}>
      {evidence.length === 0 ? (
        <p class="empty">{t("evidence.none")}</p>
      ) : (
        <table class="plain stacked">
          <thead>
            <tr>
              <th scope="col">{t("evidence.point")}</th>
              <th scope="col" class="number">
                {t("evidence.frame")}
              </th>
              <th scope="col">{t("evidence.note")}</th>
              <th scope="col">{t("evidence.filter")}</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map((e) => (
              <tr key={`${e.vantagePoint} ${e.frame} ${e.note}`}>
                <th scope="row">
                  <bdi>{names.get(e.vantagePoint) ?? e.vantagePoint}</bdi>
                </th>
                <td class="number" data-label={t("evidence.frame")}>
                  {e.frame ?? "–"}
                </td>
                <td>{tell(e.phrase, e.note)}</td>
                <td>
                  {e.filter !== null && (
                    <span class="filter">
                      <code>{e.filter}</code>
                      <CopyButton text={e.filter} what={e.filter} />
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
