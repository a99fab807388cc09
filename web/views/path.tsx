import type { ReportFlow } from "../../src/report/contract.js";
import type { Break, PathModel } from "../model/path.js";
import { Section } from "../parts/section.js";
import { useWidth } from "../parts/width.js";
import { t } from "../speak.js";
import { PathList } from "./path-list.js";
import { PathPicture } from "./path-picture.js";

/** Below this many pixels a column the picture is a list, from top to bottom. */
const NARROWEST_COLUMN = 96;
const SIDES = 150;

export function PathView({ path, flow }: { path: PathModel | null; flow: ReportFlow | null }) {
  const [ref, width] = useWidth(1000);
  return (
    <Section id="path" heading={t("path.heading")} lead={t("path.lead")} tools={flow && <FlowName flow={flow} />}>
      <div ref={ref}>
        {path === null || flow === null ? (
          <p class="empty">{t("path.empty")}</p>
        ) : (
          <Drawn path={path} flow={flow} width={width} />
        )}
      </div>
    </Section>
  );
}

function Drawn({ path, flow, width }: { path: PathModel; flow: ReportFlow; width: number }) {
  const listed = width < 640 && width < SIDES + path.points.length * NARROWEST_COLUMN;
  const params = { flow: flow.id, count: path.points.length, break: breakText(path, path.break) };
  return (
    <>
      {!listed && (
        <div class="scroll" tabIndex={0} role="group" aria-label={t("path.heading")}>
          <PathPicture path={path} width={width} label={t("path.picture", params)} />
        </div>
      )}
      <div class={listed ? "" : "unseen"}>
        <PathList path={path} />
      </div>
      <p class="legend">
        <span class="key key-pass">{t("path.delivered")}</span>
        <span class="key key-lost">{t("path.lost")}</span>
      </p>
    </>
  );
}

function FlowName({ flow }: { flow: ReportFlow }) {
  return (
    <p class="flow-name">
      <strong>{flow.id}</strong> <bdi>{flow.client}</bdi> → <bdi>{flow.server}</bdi>
      {flow.sni !== null && (
        <>
          {" "}
          <bdi class="sni">{flow.sni}</bdi>
        </>
      )}
    </p>
  );
}

function breakText({ points }: PathModel, broken: Break | null): string {
  if (broken === null) return t("path.no-break");
  const name = (i: number) => points[i]?.name ?? t("path.beyond");
  const ends = [name(broken.link), name(broken.link + 1)];
  if (broken.direction === "server-to-client") ends.reverse();
  return t("path.break-text", {
    size: broken.size ?? "",
    direction: broken.direction,
    from: ends[0],
    to: ends[1],
  });
}
