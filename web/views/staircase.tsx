import { useEffect, useState } from "preact/hooks";
import type { FlowDirection } from "../../src/diagnose/codes.js";
import type { ReportFinding } from "../../src/report/contract.js";
import type { PathModel } from "../model/path.js";
import { type Fate, fateAlong, fateOn, type Step, staircase } from "../model/staircase.js";
import { Section } from "../parts/section.js";
import { useWidth } from "../parts/width.js";
import { t } from "../speak.js";

interface StaircaseProps {
  path: PathModel | null;
  finding: ReportFinding | null;
}

/** Room for the inner packet at each link, and what a packet of a chosen size meets there. */
export function Staircase({ path, finding }: StaircaseProps) {
  const direction = finding?.direction ?? "server-to-client";
  const steps = path === null ? [] : staircase(path, direction, finding);
  const known = steps.some((s) => s.passes !== null || s.stops !== null);
  return (
    <Section id="stairs" heading={t("stairs.heading")} lead={t("stairs.lead", { direction })}>
      {known ? (
        <Measured key={finding?.code} steps={steps} direction={direction} finding={finding} />
      ) : (
        <p class="empty">{t("stairs.empty")}</p>
      )}
    </Section>
  );
}

interface MeasuredProps {
  steps: Step[];
  direction: FlowDirection;
  finding: ReportFinding | null;
}

function Measured({ steps, direction, finding }: MeasuredProps) {
  const sizes = steps.flatMap((s) => [s.passes, s.stops, s.announced?.mtu ?? null]).filter((n) => n !== null);
  const smallest = Math.min(...sizes);
  const largest = Math.max(...sizes);
  const low = largest - smallest > 900 ? 0 : Math.max(0, Math.floor((smallest - 60) / 50) * 50);
  const high = Math.ceil((largest + Math.max(40, ...steps.map((s) => s.overhead))) / 50) * 50;
  const [size, setSize] = useState(finding?.sizes?.smallestLost ?? largest);
  const [ref, width] = useWidth(1000);
  useEffect(() => {
    // Where it does not all fit, what is lost comes into sight.
    const box = ref.current;
    const at = steps.findIndex((s) => s.stops !== null);
    if (box !== null && at >= 0) box.scrollLeft = ((at + 0.5) / steps.length) * box.scrollWidth - box.clientWidth / 2;
  }, [ref, steps.length]);
  const { fate, step } = fateAlong(steps, size, direction === "client-to-server");
  const answer =
    fate === "passes" ? t("stairs.passes") : t(`stairs.${fate}`, { from: step?.from ?? "", to: step?.to ?? "" });
  return (
    <>
      <div class="what-if">
        <label for="stairs-size">{t("stairs.size")}</label>
        <input
          id="stairs-size"
          type="range"
          min={low}
          max={high}
          step={1}
          value={size}
          aria-valuetext={`${t("stairs.bytes", { size })}: ${answer}`}
          onInput={(e) => setSize(Number(e.currentTarget.value))}
        />
        <output for="stairs-size" class={`answer answer-${fate}`}>
          <strong>{t("stairs.bytes", { size })}</strong> {answer}
        </output>
      </div>
      <div ref={ref} class="scroll" tabIndex={0} role="group" aria-label={t("stairs.heading")}>
        <Picture steps={steps} size={size} low={low} high={high} width={width} />
      </div>
      <p class="legend">
        <span class="key key-pass">{t("stairs.known")}</span>
        <span class="key key-unknown">{t("stairs.unknown-room")}</span>
        <span class="key key-lost">{t("stairs.lost")}</span>
        <span class="key key-tunnel">{t("stairs.overhead")}</span>
        {steps.some((s) => s.announced !== null) && <span class="key key-wall">{t("stairs.wall")}</span>}
      </p>
      <Numbers steps={steps} size={size} />
    </>
  );
}

const MARK: Record<Fate, string> = { passes: "✓", stops: "✕", unknown: "?" };
const LEFT = 58;
const TOP = 34;
const PLOT = 210;

interface PictureProps {
  steps: Step[];
  size: number;
  low: number;
  high: number;
  width: number;
}

function Picture({ steps, size, low, high, width }: PictureProps) {
  const column = Math.max(92, (width - LEFT - 8) / steps.length);
  const y = (bytes: number) => TOP + PLOT - ((Math.min(high, Math.max(low, bytes)) - low) / (high - low)) * PLOT;
  const all = LEFT + column * steps.length + 8;
  const ticks = [...new Set(steps.flatMap((s) => [s.passes, s.stops]).filter((n) => n !== null))].filter(
    (n) => n > low,
  );
  return (
    <svg
      class="stairs-picture"
      viewBox={`0 0 ${all} ${TOP + PLOT + 44}`}
      width={all}
      height={TOP + PLOT + 44}
      role="img"
      aria-label={t("stairs.picture")}
    >
      <defs>
        <pattern id="untried" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" class="untried-ground" />
          <rect width="1.6" height="6" class="untried-line" />
        </pattern>
      </defs>
      {apart(ticks, y).map((n) => (
        <g key={n} class="tick">
          <line x1={LEFT - 6} x2={all} y1={y(n)} y2={y(n)} />
          <text x={LEFT - 10} y={y(n) + 4} text-anchor="end">
            {n}
          </text>
        </g>
      ))}
      {low > 0 && (
        <text class="axis-break" x={LEFT - 10} y={TOP + PLOT + 4} text-anchor="end">
          ≈ {low}
        </text>
      )}
      {steps.map((s, i) => (
        <Bar
          key={s.link}
          step={s}
          x={LEFT + column * i + 6}
          width={column - 12}
          y={y}
          low={low}
          high={high}
          fate={fateOn(s, size)}
        />
      ))}
      <g class="chosen-size">
        <line x1={LEFT - 6} x2={all} y1={y(size)} y2={y(size)} />
      </g>
    </svg>
  );
}

/** Those of the numbers whose labels do not meet. */
function apart(numbers: readonly number[], y: (bytes: number) => number): number[] {
  const out: number[] = [];
  for (const n of [...numbers].sort((a, b) => b - a)) {
    const above = out.at(-1);
    if (above === undefined || y(n) - y(above) > 14) out.push(n);
  }
  return out;
}

interface BarProps {
  step: Step;
  x: number;
  width: number;
  y: (bytes: number) => number;
  low: number;
  high: number;
  fate: Fate;
}

function Bar({ step, x, width, y, low, high, fate }: BarProps) {
  const passes = step.passes ?? low;
  const ceiling = step.stops ?? high;
  const inner = step.overhead > 0 ? width - 16 : width;
  return (
    <g>
      <text class={`fate fate-${fate}`} x={x + width / 2} y={20} text-anchor="middle">
        {MARK[fate]}
      </text>
      <rect
        class="room-unknown"
        x={x}
        width={inner}
        y={y(ceiling)}
        height={Math.max(0, y(passes) - y(ceiling))}
        fill="url(#untried)"
      />
      <rect class="room-known" x={x} width={inner} y={y(passes)} height={Math.max(0, y(low) - y(passes))} rx={2} />
      {step.stops !== null && (
        <rect class="room-lost" x={x} width={inner} y={y(high)} height={Math.max(2, y(step.stops) - y(high))} rx={2} />
      )}
      {step.overhead > 0 && step.passes !== null && (
        <>
          <rect class="wire" x={x + width - 12} width={12} y={y(passes)} height={Math.max(0, y(low) - y(passes))} />
          <rect
            class="wire-overhead"
            x={x + width - 12}
            width={12}
            y={y(passes + step.overhead)}
            height={y(passes) - y(passes + step.overhead)}
          />
        </>
      )}
      {step.announced !== null && (
        <g class="wall">
          <line x1={x} x2={x + width} y1={y(step.announced.mtu)} y2={y(step.announced.mtu)} />
          <text x={x + width / 2} y={y(step.announced.mtu) - 6} text-anchor="middle">
            {t("stairs.wall")} {step.announced.mtu}
          </text>
        </g>
      )}
      {step.passes !== null && (
        <text class="room-number" x={x + inner / 2} y={Math.min(y(passes) + 16, TOP + PLOT - 4)} text-anchor="middle">
          ≥ {step.passes}
        </text>
      )}
      {step.stops !== null && (
        <text class="room-number room-number-lost" x={x + inner / 2} y={y(step.stops) - 6} text-anchor="middle">
          ✕ {step.stops}
        </text>
      )}
      <LinkName step={step} x={x + width / 2} width={width} />
    </g>
  );
}

function LinkName({ step, x, width }: { step: Step; x: number; width: number }) {
  const most = Math.floor(width / 6.2);
  const short = (name: string) => (name.length <= most ? name : `${name.slice(0, most - 1)}…`);
  return (
    <text class="link-name" x={x} y={TOP + PLOT + 18} text-anchor="middle">
      <tspan x={x}>{short(step.from)}</tspan>
      <tspan x={x} dy={15}>
        {short(`→ ${step.to}`)}
      </tspan>
    </text>
  );
}

function Numbers({ steps, size }: { steps: Step[]; size: number }) {
  return (
    <details class="numbers">
      <summary>{t("stairs.table")}</summary>
      <table class="plain stacked">
        <thead>
          <tr>
            <th scope="col">{t("stairs.link")}</th>
            <th scope="col" class="number">
              {t("stairs.known")}
            </th>
            <th scope="col" class="number">
              {t("stairs.lost")}
            </th>
            <th scope="col" class="number">
              {t("stairs.overhead")}
            </th>
            <th scope="col" class="number">
              {t("stairs.on-wire")}
            </th>
            <th scope="col">{t("stairs.verdict")}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((s) => (
            <tr key={s.link}>
              <th scope="row">
                <bdi>{s.from}</bdi> → <bdi>{s.to}</bdi>
              </th>
              <td class="number" data-label={t("stairs.known")}>
                {s.passes ?? "–"}
              </td>
              <td class="number" data-label={t("stairs.lost")}>
                {s.stops ?? "–"}
              </td>
              <td class="number" data-label={t("stairs.overhead")}>
                {s.overhead}
              </td>
              <td class="number" data-label={t("stairs.on-wire")}>
                {s.passes === null ? "–" : s.passes + s.overhead}
              </td>
              <td>
                {MARK[fateOn(s, size)]} {t(`stairs.verdict-${fateOn(s, size)}`)}
                {s.announced !== null && (
                  <small> {t("stairs.wall-text", { point: s.announced.by, mtu: s.announced.mtu })}</small>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
