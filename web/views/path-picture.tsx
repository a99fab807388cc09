import type { Break, PathLink, PathModel, PathPoint } from "../model/path.js";
import { t } from "../speak.js";
import { stackName } from "./sum.js";

const LEFT = 96;
const RIGHT = 28;
/** Room for a break beyond the outermost point. */
const BEYOND = 96;
const NARROWEST = 104;
const ROW = 118;
const TOP = 122;
const LANE = 8;

interface Place {
  x: (point: number) => number;
  y: (depth: number) => number;
  width: number;
  height: number;
}

/** Hosts as columns, layers as rows; each link two lanes, the upper one towards the server. */
export function PathPicture({ path, width, label }: { path: PathModel; width: number; label: string }) {
  const { points, links, tunnels, depth } = path;
  const left = LEFT + (path.break?.link === -1 ? BEYOND : 0);
  const right = RIGHT + (path.break?.link === points.length - 1 ? BEYOND : 0);
  const column = Math.max(NARROWEST, (width - left - right) / points.length);
  const place: Place = {
    x: (i) => left + column * (i + 0.5),
    y: (d) => TOP + d * ROW,
    width: left + right + column * points.length,
    height: TOP + depth * ROW + 84,
  };
  return (
    <svg
      class="path-picture"
      viewBox={`0 0 ${place.width} ${place.height}`}
      width={place.width}
      height={place.height}
      role="img"
      aria-label={label}
    >
      {path.break !== null && <BreakStripe at={path.break} place={place} column={column} />}
      {points.map((p, i) => (
        <line key={p.id} class="guide" x1={place.x(i)} x2={place.x(i)} y1={58} y2={place.height - 12} />
      ))}
      <text class="layer-name" x={8} y={place.y(0) + 4}>
        {t("path.layer-packet")}
      </text>
      {tunnels.map((tunnel) => {
        const from = place.x(tunnel.from) - 34;
        const to = place.x(tunnel.to) + 34;
        const y = place.y(tunnel.depth);
        return (
          <g key={`${tunnel.name} ${tunnel.depth} ${tunnel.from}`}>
            <rect class="tunnel" x={from} y={y - 30} width={to - from} height={60} rx={14} />
            <text class="layer-name" x={8} y={y + 4}>
              {stackName(tunnel.name)}
            </text>
            <text
              class="tunnel-label"
              x={tunnel.from > 0 ? from - 12 : to + 12}
              y={y + 4}
              text-anchor={tunnel.from > 0 ? "end" : "start"}
            >
              {t("path.tunnel", { stack: stackName(tunnel.name), overhead: tunnel.overhead })}
            </text>
          </g>
        );
      })}
      {links.map((link, i) => (
        <Link key={points[i].id} link={link} index={i} path={path} place={place} />
      ))}
      {points.map((p, i) => (
        <Point key={p.id} point={p} index={i} last={points.length - 1} place={place} column={column} />
      ))}
      {path.break !== null && <BreakFlag at={path.break} path={path} place={place} column={column} />}
    </svg>
  );
}

function Point(props: { point: PathPoint; index: number; last: number; place: Place; column: number }) {
  const { point, index, last, place, column } = props;
  const x = place.x(index);
  const y = place.y(point.stack.length);
  const most = Math.floor(column / 7.4);
  const address =
    index === 0 ? point.client : point.renamed !== null ? point.renamed : index === last ? point.server : null;
  return (
    <g class={point.seen ? "point" : "point point-unseen"}>
      <text class="end-name" x={x} y={12} text-anchor="middle">
        {index === 0
          ? t("path.client")
          : index === last
            ? t("path.server")
            : point.renamed !== null
              ? t("path.nat")
              : ""}
      </text>
      <text class="point-name" x={x} y={32} text-anchor="middle">
        <title>{point.name}</title>
        {shortened(point.name, most)}
      </text>
      {address !== null && (
        <text class="point-address" x={x} y={49} text-anchor="middle">
          <title>{address}</title>
          {shortened(address, Math.floor(column / 6.3))}
        </text>
      )}
      <rect class="node" x={x - 6} y={y - 19} width={12} height={38} rx={6} />
    </g>
  );
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

function Link({ link, index, path, place }: { link: PathLink; index: number; path: PathModel; place: Place }) {
  const a = path.points[index].stack.length;
  const b = path.points[index + 1].stack.length;
  const y = place.y(Math.min(a, b));
  const middle = (place.x(index) + place.x(index + 1)) / 2;
  const broken = path.break?.link === index ? path.break.direction : null;
  return (
    <g>
      <Lane index={index} toServer={true} broken={broken === "client-to-server"} path={path} place={place} />
      <Lane index={index} toServer={false} broken={broken === "server-to-client"} path={path} place={place} />
      <LaneNumbers
        x={broken === "client-to-server" ? (middle + place.x(index + 1)) / 2 : middle}
        y={y - LANE - 9}
        lane={link.toServer}
        broken={broken === "client-to-server"}
      />
      <LaneNumbers
        x={broken === "server-to-client" ? (middle + place.x(index)) / 2 : middle}
        y={y + LANE + 19}
        lane={link.toClient}
        broken={broken === "server-to-client"}
      />
    </g>
  );
}

function LaneNumbers(props: { x: number; y: number; lane: PathLink["toServer"]; broken: boolean }) {
  const { x, y, lane, broken } = props;
  if (lane.delivered === null && lane.lost === null) return null;
  return (
    <text class="lane-number" x={x} y={y} text-anchor="middle">
      {lane.delivered !== null && <tspan class="pass">{lane.delivered}</tspan>}
      {lane.lost !== null && !broken && <tspan class="lost"> ✕{lane.lost}</tspan>}
    </text>
  );
}

interface LaneProps {
  index: number;
  toServer: boolean;
  broken: boolean;
  path: PathModel;
  place: Place;
}

/** One direction of one link. Into a tunnel it goes down where the packet is wrapped, and up again where it is unwrapped. */
function Lane({ index, toServer, broken, path, place }: LaneProps) {
  const a = path.points[index].stack.length;
  const b = path.points[index + 1].stack.length;
  const side = toServer ? -LANE : LANE;
  const top = place.y(Math.min(a, b)) + side;
  const start = a > b ? `M${place.x(index) + side} ${place.y(a) - 22}V${top}` : `M${place.x(index) + 11} ${top}`;
  const end = b > a ? `H${place.x(index + 1) - side}V${place.y(b) - 22}` : `H${place.x(index + 1) - 11}`;
  const kind = toServer ? "lane lane-to-server" : "lane lane-to-client";
  return (
    <g class={broken ? `${kind} lane-broken` : kind}>
      <path d={`${start}${end}`} />
      <path class="lane-head" d={headOf(index, toServer, a, b, top, side, place)} />
    </g>
  );
}

function headOf(i: number, toServer: boolean, a: number, b: number, top: number, side: number, place: Place): string {
  const at = toServer ? i + 1 : i;
  const descends = toServer ? b > a : a > b;
  if (descends) {
    const x = toServer ? place.x(at) - side : place.x(at) + side;
    const y = place.y(Math.max(a, b)) - 21;
    return `M${x - 4} ${y - 6}L${x} ${y}L${x + 4} ${y - 6}`;
  }
  const x = toServer ? place.x(at) - 10 : place.x(at) + 10;
  const back = toServer ? -6 : 6;
  return `M${x + back} ${top - 4}L${x} ${top}L${x + back} ${top + 4}`;
}

function breakX(at: Break, place: Place, column: number): number {
  return place.x(at.link) + column / 2;
}

function BreakStripe({ at, place, column }: { at: Break; place: Place; column: number }) {
  const x = breakX(at, place, column);
  const half = Math.min(44, column / 2 - 14);
  return <rect class="break-stripe" x={x - half} y={58} width={2 * half} height={place.height - 64} rx={8} />;
}

function BreakFlag({ at, path, place, column }: { at: Break; path: PathModel; place: Place; column: number }) {
  const x = breakX(at, place, column);
  const depths = [at.link, at.link + 1].flatMap((i) => path.points[i]?.stack.length ?? []);
  const y = place.y(Math.min(...depths)) + (at.direction === "client-to-server" ? -LANE : LANE);
  const label = at.size === null ? t("path.stops-all") : t("path.stops", { size: at.size });
  // Ideographs are about twice as wide.
  const wide = [...label].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? 13 : 7.3), 24);
  const below = at.direction === "server-to-client";
  const box = below ? y + 28 : y - 53;
  const middle = Math.min(Math.max(x, wide / 2 + 4), place.width - wide / 2 - 4);
  return (
    <g class="break">
      {(at.link < 0 || at.link >= path.links.length) && (
        <path class="break-stub" d={`M${place.x(Math.max(at.link, 0)) + (at.link < 0 ? -11 : 11)} ${y}H${x}`} />
      )}
      <circle cx={x} cy={y} r={13} />
      <path class="break-cross" d={`m${x - 5.5} ${y - 5.5} 11 11m0-11-11 11`} />
      <rect x={middle - wide / 2} y={box} width={wide} height={25} rx={12.5} />
      <text x={middle} y={box + 17} text-anchor="middle">
        {label}
      </text>
    </g>
  );
}
