import {
  EVERYBODYS,
  FETCHED,
  ITEM,
  ITEM_BODY,
  ITEM_CAPTURED,
  ITEM_DESTINATION,
  ITEM_HASH,
  ITEM_KIND,
  ITEM_NUMBER,
  ITEM_PORTS,
  ITEM_SOURCE,
  ITEM_TIME,
  ITEM_WIRE,
  KINDS,
  MOST_TEMPLATES,
  STOP_AT,
  STOP_END,
  STOP_REFUSED,
  T_IS_IPV4,
  TEMPLATE_ROOM,
  TEMPLATES,
} from "../src/flow/lane/layout";
import { fetchSlot } from "./connections";
import { describe } from "./describe";
import { own } from "./own";
import { link } from "./records";
import { hashOfItem, note, ownShare, shareOfItem, take, takeItem } from "./take";
import { fitting, templateAt } from "./templates";
import { word } from "./words";

/** Frames ahead of the one at hand whose rows are fetched into the caches. */
const AHEAD: usize = 8;

/** Describes each of so many frames that are listed at `items`, and says whose they are. */
export function sortOut(items: usize, count: i32): void {
  const linkType = link();
  const end = items + <usize>(count * ITEM);
  for (let item = items; item < end; item += ITEM) {
    const start = <usize>load<u32>(item, ITEM_BODY);
    const kind = fitting(start, start + load<u32>(item, ITEM_CAPTURED), linkType);
    if (kind < 0) {
      store<i32>(item, EVERYBODYS << 8, ITEM_KIND);
      continue;
    }
    describe(item, kind);
    if (item > items && isSameConnection(item, item - ITEM)) {
      store<u8>(item, load<u8>(item - ITEM, ITEM_KIND + 1), ITEM_KIND + 1);
      store<u32>(item, load<u32>(item - ITEM, ITEM_HASH), ITEM_HASH);
    } else {
      store<u8>(item, <u8>shareOfItem(item, kind), ITEM_KIND + 1);
      store<u32>(item, hashOfItem(item, kind), ITEM_HASH);
    }
  }
}

/** Whether two frames of one kind are of one connection, whichever way: packets of a connection come in bursts. Of IPv6 that is not told here. */
function isSameConnection(one: usize, other: usize): bool {
  const kind = load<u8>(one, ITEM_KIND);
  if (kind !== load<u8>(other, ITEM_KIND) || load<u8>(other, ITEM_KIND + 1) === EVERYBODYS) return false;
  if (!word(templateAt(kind), T_IS_IPV4)) return false;
  const source = load<i32>(one, ITEM_SOURCE);
  const destination = load<i32>(one, ITEM_DESTINATION);
  const ports = load<i32>(one, ITEM_PORTS);
  const there = load<i32>(other, ITEM_SOURCE);
  if (source === there && destination === load<i32>(other, ITEM_DESTINATION))
    return ports === load<i32>(other, ITEM_PORTS);
  return (
    destination === there &&
    source === load<i32>(other, ITEM_DESTINATION) &&
    rotl<i32>(ports, 16) === load<i32>(other, ITEM_PORTS)
  );
}

/**
 * Takes the frames of this share among those listed at `items` from the one of that index on, sorted out by the engine whose memory begins at
 * `base`, the one of that index. Says why it stops, and in STOP_AT at which. The noted samples are to be kept then.
 */
export function takeListed(items: usize, from: i32, count: i32, by: i32, base: usize): i32 {
  const mine = <i32>ownShare();
  const kinds = own(KINDS) + <usize>(by * MOST_TEMPLATES);
  note(true);
  let why = STOP_END;
  let i = from;
  let fetched: u32 = 0;
  for (; i < count; i++) {
    const item = items + <usize>(i * ITEM);
    const whose = <i32>load<u8>(item, ITEM_KIND + 1);
    if (whose === mine) {
      const ahead = item + AHEAD * ITEM;
      fetched ^= fetchSlot(load<u32>(ahead, ITEM_HASH));
      const theirs = <usize>load<u8>(item, ITEM_KIND);
      let kind = <i32>load<u8>(kinds + theirs) - 1;
      if (kind < 0) kind = ownKind(item, kinds, theirs, base);
      why = kind < 0 ? STOP_REFUSED : takeItem(item, kind);
    } else if (whose === EVERYBODYS) why = takeAnew(item);
    else continue;
    if (why !== STOP_END) break;
  }
  store<i32>(own(STOP_AT), i);
  store<u32>(own(FETCHED), fetched);
  return why;
}

/** Takes a frame that fitted no template of whoever sorted it out: one of this engine may fit. */
function takeAnew(item: usize): i32 {
  const start = <usize>load<u32>(item, ITEM_BODY);
  const end = start + load<u32>(item, ITEM_CAPTURED);
  return take(start, end, link(), load<i32>(item, ITEM_NUMBER), load<f64>(item, ITEM_TIME), load<u32>(item, ITEM_WIRE));
}

/** This engine's template for a frame that fitted another one's; -1 where there is none. */
function ownKind(item: usize, kinds: usize, theirs: usize, base: usize): i32 {
  const start = <usize>load<u32>(item, ITEM_BODY);
  const kind = fitting(start, start + load<u32>(item, ITEM_CAPTURED), link());
  if (kind >= 0 && isSame(kind, base + TEMPLATES + theirs * (TEMPLATE_ROOM * 4)))
    store<u8>(kinds + theirs, <u8>(kind + 1));
  return kind;
}

/** Whether another engine's template is word for word one of this engine. */
function isSame(kind: i32, other: usize): bool {
  return memory.compare(templateAt(kind), other, TEMPLATE_ROOM * 4) === 0;
}
