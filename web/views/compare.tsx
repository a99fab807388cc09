import type { Report, ReportFlow } from "../../src/report/contract.js";
import { hasFailed, workingLike } from "../model/flows.js";
import { named, number, t } from "../speak.js";
import { stackName } from "./sum.js";

/** A failing flow beside a working one to the same server, with what differs marked. */
export function Compare({ report, chosen }: { report: Report; chosen: ReportFlow | null }) {
  const failing =
    chosen !== null && hasFailed(report, chosen)
      ? chosen
      : report.flows.find((f) => hasFailed(report, f) && !f.baseline);
  if (failing === undefined) return null;
  const working = workingLike(report, failing);
  return (
    <div class="compare">
      <h3>{t("flows.compare")}</h3>
      {working === null ? (
        <p class="empty">{t("flows.compare-none")}</p>
      ) : (
        <>
          <p class="lead">{t("flows.compare-lead")}</p>
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">{t("flows.property")}</th>
                <th scope="col">
                  {t("flows.failing")} ({failing.id})
                </th>
                <th scope="col">
                  {t("flows.working")} ({working.id})
                </th>
              </tr>
            </thead>
            <tbody>
              {rowsOf(report, failing, working).map(({ label, a, b }) => (
                <tr key={label} class={a === b ? "" : "differs"}>
                  <th scope="row">
                    {label}
                    <span class="unseen"> ({a === b ? t("flows.same") : t("flows.differs")})</span>
                  </th>
                  <td>
                    <bdi>{a}</bdi>
                  </td>
                  <td>
                    <bdi>{b}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </div>
  );
}

function rowsOf(report: Report, failing: ReportFlow, working: ReportFlow) {
  const names = new Map(report.vantagePoints.map((v) => [v.id, v.name]));
  const none = t("flows.none");
  const properties: [string, (f: ReportFlow) => string][] = [
    [t("flows.outcome"), (f) => named("outcome", f.outcome)],
    [t("flows.mss-client"), (f) => String(f.mss.client ?? none)],
    [t("flows.mss-server"), (f) => String(f.mss.server ?? none)],
    [t("flows.tls"), (f) => (f.tls === null ? none : named("tls", f.tls))],
    [t("flows.sni"), (f) => f.sni ?? none],
    [t("flows.client"), (f) => f.client],
    [t("flows.server"), (f) => f.server],
    [t("flows.up"), (f) => number(f.bytes.clientToServer)],
    [t("flows.down"), (f) => number(f.bytes.serverToClient)],
    [t("flows.tunnels"), (f) => tunnels(f) || none],
    [t("flows.points"), (f) => f.endpoints.map((e) => names.get(e.at) ?? e.at).join(", ")],
  ];
  return properties.map(([label, of]) => ({ label, a: of(failing), b: of(working) }));
}

function tunnels(f: ReportFlow): string {
  return [...new Set(f.encapsulation.map((e) => `${stackName(e.stack.join("/"))} +${e.overhead}`))].join(", ");
}
