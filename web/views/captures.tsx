import type { Report, ReportVantagePoint } from "../../src/report/contract.js";
import { Section } from "../parts/section.js";
import { number, t } from "../speak.js";

/** Clocks further apart than this are worth a number. */
const NOTABLE_OFFSET = 0.001;

export function Captures({ report }: { report: Report }) {
  const order = (v: ReportVantagePoint) =>
    report.path.includes(v.id) ? report.path.indexOf(v.id) : report.path.length;
  const points = [...report.vantagePoints].sort((a, b) => order(a) - order(b));
  return (
    <Section id="captures" heading={t("captures.heading")}>
      <table class="plain stacked">
        <thead>
          <tr>
            <th scope="col">{t("captures.point")}</th>
            <th scope="col">{t("captures.file")}</th>
            <th scope="col" class="number">
              {t("captures.frames")}
            </th>
            <th scope="col" class="number">
              {t("captures.span")}
            </th>
            <th scope="col" class="number">
              {t("captures.snaplen")}
            </th>
            <th scope="col" class="number">
              {t("captures.clock")}
            </th>
            <th scope="col">{t("captures.state")}</th>
          </tr>
        </thead>
        <tbody>
          {points.map((v) => (
            <tr key={v.id}>
              <th scope="row">
                <bdi>{v.name}</bdi> {v.baseline && <span class="badge">{t("captures.baseline")}</span>}
              </th>
              <td class="file">
                <bdi>{v.source.split("/").at(-1)}</bdi> <small>{v.linkType}</small>
              </td>
              <td class="number" data-label={t("captures.frames")}>
                {number(v.frames)}
              </td>
              <td class="number" data-label={t("captures.span")}>
                {span(v)}
              </td>
              <td class="number" data-label={t("captures.snaplen")}>
                {v.snaplen ?? "–"}
              </td>
              <td class="number" data-label={t("captures.clock")}>
                {clock(v)}
              </td>
              <td>{stateOf(v)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function span(v: ReportVantagePoint): string {
  if (v.start === null || v.end === null) return "–";
  const seconds = (Date.parse(v.end) - Date.parse(v.start)) / 1000;
  return t("captures.seconds", { seconds: seconds < 100 ? seconds.toFixed(2) : Math.round(seconds) });
}

function clock(v: ReportVantagePoint): string {
  if (v.clockOffset === null) return "–";
  if (Math.abs(v.clockOffset) < NOTABLE_OFFSET) return t("captures.seconds", { seconds: "±0" });
  return t("captures.seconds", { seconds: `${v.clockOffset > 0 ? "+" : "−"}${Math.abs(v.clockOffset).toFixed(3)}` });
}

function stateOf(v: ReportVantagePoint): string {
  if (v.damage !== null) return t("captures.damaged", v.damage);
  if (v.dropped !== null && v.dropped > 0) return t("captures.dropped", { count: v.dropped });
  if (v.packets === 0) return t("captures.no-packets", { linkType: v.linkType });
  if (v.talliedFlows > 0) return t("captures.tallied", { count: v.talliedFlows });
  return t("captures.whole");
}
