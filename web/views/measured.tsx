import type { Measurement, PathSize } from "../../src/report/contract.js";
import { Section } from "../parts/section.js";
import { named, t, tell } from "../speak.js";

/** What `hopscope probe` measured, place by place: each direction's size, how it is known, and the sizes that were tried. */
export function Measured({ measurements }: { measurements: readonly Measurement[] }) {
  return (
    <Section id="measured" heading={t("measured.heading")} lead={t("measured.lead")}>
      <div class="measurements">
        {measurements.map((m) => (
          <article key={`${m.from} ${m.address}`} class="measurement">
            <h3>
              <bdi>{m.from ?? m.address}</bdi>{" "}
              <small>
                {m.from === null ? "" : `${m.address} `}(IPv{m.family}) · {connection(m)}
              </small>
            </h3>
            <dl>
              <Row label={named("probe", "to-server")} size={m.towardsServer} />
              <Row label={named("probe", "to-us")} size={m.towardsUs} />
              <Fact label={named("probe", "this-host")} value={local(m)} />
              <Fact label={named("probe", "hops")} value={m.hops.map((h) => h.address).join(" → ")} />
              <Fact
                label={named("probe", "ptbs")}
                value={m.ptbs.map((p) => named("probe", "ptb", { mtu: p.mtu, source: p.source })).join(", ")}
              />
            </dl>
          </article>
        ))}
      </div>
    </Section>
  );
}

function Row({ label, size }: { label: string; size: PathSize }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <strong>{size.mtu ?? "?"}</strong> {tell(size.phrase, size.how)}
        {size.fails !== null && size.passes !== null && <Sizes passes={size.passes} fails={size.fails} size={size} />}
      </dd>
    </div>
  );
}

/** Sizes that pass, and sizes that do not, on one line. */
function Sizes({ passes, fails, size }: { passes: number; fails: number; size: PathSize }) {
  const all = [passes, fails, ...size.tried.map((s) => s.size)];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const at = (bytes: number) => `${high === low ? 0 : (100 * (bytes - low)) / (high - low)}%`;
  return (
    <div class="sizes" role="img" aria-label={t("measured.sizes", { passes, fails })}>
      <div class="sizes-bar">
        <span class="sizes-passing" style={{ width: at(passes) }} />
        {size.tried.map((s) => (
          <i key={s.size} class={`tried tried-${s.result}`} style={{ left: at(s.size) }} />
        ))}
      </div>
      <p>
        <span>{low}</span>
        <span>
          ✓ {passes} | ✕ {fails}
        </span>
        <span>{high}</span>
      </p>
    </div>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  if (value === "") return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function connection({ connection: { reached, completedAfter } }: Measurement): string {
  const name = reached === "tcp" && completedAfter !== null ? "connects" : `reached.${reached}`;
  return named("probe", name, { milliseconds: completedAfter ?? 0 });
}

function local({ address, local: l }: Measurement): string {
  const parts: string[] = [];
  if (l.device !== null && l.deviceMtu !== null)
    parts.push(named("probe", "device", { device: l.device, mtu: l.deviceMtu }));
  if (l.learntFor !== null && l.pathMtuBefore !== null)
    parts.push(named("probe", "learnt", { mtu: l.pathMtuBefore, seconds: l.learntFor }));
  if (l.pathMtuBefore !== null && l.pathMtuAfter !== null && l.pathMtuBefore !== l.pathMtuAfter)
    parts.push(named("probe", "changed", { address, before: l.pathMtuBefore, after: l.pathMtuAfter }));
  return parts.join("; ");
}
