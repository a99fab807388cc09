import {
  MOST_TEMPLATES,
  T_BLOCKS,
  T_IP,
  T_IS_IPV4,
  T_LENGTHS_END,
  T_LINK_TYPE,
  T_LISTS,
  T_MASKS,
  T_PORTS_END,
  T_TCP,
  T_VALUES,
  TCP_LAYER,
  TEMPLATE_ROOM,
  TEMPLATES,
  UDP_LAYER,
} from "../src/flow/lane/layout";
import { be16 } from "./bytes";
import { own } from "./own";
import { word } from "./words";

const TCP_HEADER = 20;
const IPV6_HEADER = 40;

let count = 0;
/** Index of the template that fitted last: most frames are laid out like the one before. */
let last = 0;

/** Says how many templates there are. */
export function learned(templates: i32): void {
  count = min(templates, MOST_TEMPLATES);
}

export function templateAt(index: i32): usize {
  return own(TEMPLATES + index * TEMPLATE_ROOM * 4);
}

/** Sets in a table the bits of the ports that name a layer: of so many, a multiple of 8, those whose byte at `layers` is not 0. */
export function markPorts(table: i32, layers: usize, count: i32): void {
  for (let port = 0; port < count; port += 8) {
    if (load<u64>(layers + <usize>port) === 0) continue;
    for (let bit = 0; bit < 8; bit++) {
      if (load<u8>(layers + <usize>(port + bit)) === 0) continue;
      const at = own(table + (port >>> 3));
      store<u8>(at, load<u8>(at) | ((<u8>1) << (<u8>bit)));
    }
  }
}

/** Whether the port at `at` names a layer, by a table of bits. */
function names(table: i32, at: usize): bool {
  const port = be16(at);
  return <bool>((load<u8>(own(table + (port >>> 3))) >>> <u8>(port & 7)) & 1);
}

/** Whether the frame [start, end) is laid out as that template says, its TCP header and options all captured. */
export function fits(index: i32, start: usize, end: usize, linkType: i32): bool {
  const t = templateAt(index);
  if (word(t, T_LINK_TYPE) !== linkType) return false;
  const tcp = start + <usize>word(t, T_TCP);
  if (tcp + TCP_HEADER > end) return false;
  const blocksEnd = <usize>(word(t, T_BLOCKS) << 4);
  let differs = i32x4.splat(0);
  // What lies behind the frame is read with it, and no mask lets it decide.
  for (let at: usize = 0; at < blocksEnd; at += 16) {
    const masked = v128.and(v128.load(start + at), v128.load(t + at, T_MASKS << 2));
    differs = v128.or(differs, v128.xor(masked, v128.load(t + at, T_VALUES << 2)));
  }
  if (v128.any_true(differs)) return false;
  let k = t + (T_LISTS << 2);
  const ip = start + <usize>word(t, T_IP);
  const size = word(t, T_IS_IPV4) ? be16(ip + 2) : be16(ip + 4) + IPV6_HEADER;
  const header = (<i32>load<u8>(tcp, 12) >>> 4) * 4;
  // A length of 0 is a super-frame's, or a jumbogram's.
  if (header < TCP_HEADER || tcp + <usize>header > end || <i32>(tcp - ip) + header > size) return false;
  const lengthsEnd = t + <usize>(word(t, T_LENGTHS_END) << 2);
  for (; k < lengthsEnd; k += 8) {
    if (be16(start + load<u32>(k)) + load<i32>(k, 4) < size) return false;
  }
  const portsEnd = t + <usize>(word(t, T_PORTS_END) << 2);
  for (; k < portsEnd; k += 4) {
    if (names(UDP_LAYER, start + load<u32>(k))) return false;
  }
  return !names(TCP_LAYER, tcp + 2);
}

/** Index of the template of the frame [start, end), -1 where none fits. */
export function fitting(start: usize, end: usize, linkType: i32): i32 {
  if (count === 0) return -1;
  if (fits(last, start, end, linkType)) return last;
  for (let i = 0; i < count; i++) {
    if (i === last || !fits(i, start, end, linkType)) continue;
    last = i;
    return i;
  }
  return -1;
}
