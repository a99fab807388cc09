import type { PathLink, PathModel } from "../model/path.js";
import { t } from "../speak.js";
import { stackName } from "./sum.js";

/** The path as a list: for readers who do not see the picture, and for narrow screens. */
export function PathList({ path }: { path: PathModel }) {
  return (
    <ol class="path-list">
      {path.points.map((p, i) => (
        <li key={p.id} class={p.overhead > 0 ? "in-tunnel" : ""}>
          {i === 0 && path.break?.link === -1 && <Cut path={path} />}
          <div class="path-point">
            <strong>
              <bdi>{p.name}</bdi>
            </strong>
            {!p.seen && <span>{t("path.unseen")}</span>}
            {i === 0 && <bdi class="address">{p.client}</bdi>}
            {p.renamed !== null && (
              <span class="address">
                {t("path.nat")} <bdi>{p.renamed}</bdi>
              </span>
            )}
            {p.overhead > 0 && (
              <span class="tunnel-name">
                {t("path.tunnel", { stack: stackName(p.stack.join("/")), overhead: p.overhead })}
              </span>
            )}
            {i === path.points.length - 1 && <bdi class="address">{p.server}</bdi>}
          </div>
          {path.links[i] !== undefined && <LinkText link={path.links[i]} />}
          {path.break?.link === i && <Cut path={path} />}
        </li>
      ))}
    </ol>
  );
}

function LinkText({ link }: { link: PathLink }) {
  return (
    <div class="path-lanes">
      {(["toServer", "toClient"] as const).map((way) => (
        <span key={way} class="path-lane">
          <span class="unseen">
            {t("path.text-lane", {
              direction: t(way === "toServer" ? "path.to-server" : "path.to-client"),
              delivered: link[way].delivered ?? t("path.none"),
              lost: link[way].lost ?? t("path.none"),
            })}
          </span>
          <span aria-hidden="true">
            {way === "toServer" ? "↓" : "↑"} <b class="pass">{link[way].delivered ?? "–"}</b>
            {link[way].lost !== null && <b class="lost"> ✕ {link[way].lost}</b>}
          </span>
        </span>
      ))}
    </div>
  );
}

function Cut({ path }: { path: PathModel }) {
  const size = path.break?.size ?? null;
  return <p class="path-cut">✕ {size === null ? t("path.stops-all") : t("path.stops", { size })}</p>;
}
