import {
  DONT_FRAGMENT,
  HEADER_WORDS,
  ITEM_ACKNOWLEDGMENT,
  ITEM_BODY,
  ITEM_DESTINATION,
  ITEM_KIND,
  ITEM_SIZE_AND_ID,
  ITEM_SOURCE,
  ITEM_TIMESTAMP,
  ITEM_WINDOW_AND_FLAGS,
  OTHER_OPTIONS,
  STAMPED,
  T_IP,
  T_IS_IPV4,
  T_TCP,
} from "../src/flow/lane/layout";
import { be16, be32 } from "./bytes";
import { templateAt } from "./templates";
import { word } from "./words";

const FIXED_WORDS = 5;
const FIXED_HEADER = 20;
const WITH_TIMESTAMPS = 8;
/** NOP, NOP, timestamps: the options of nearly every segment that has any (RFC 7323 appendix A). */
const TIMESTAMPS = 0x0101080a;
const IPV4_HEADER: usize = 20;
const IPV6_HEADER = 40;
const MAX_SIZE = 0xffff;

/** Says in the item of a frame, laid out as the template of that kind says, what its headers say. Its share is for others to say. */
export function describe(item: usize, kind: i32): void {
  const start = <usize>load<u32>(item, ITEM_BODY);
  const t = templateAt(kind);
  const ip = start + <usize>word(t, T_IP);
  const tcp = start + <usize>word(t, T_TCP);
  let sizeAndId: i32;
  let ttl: i32;
  let beside = DONT_FRAGMENT;
  if (word(t, T_IS_IPV4)) {
    sizeAndId = be32(ip + 2);
    ttl = <i32>load<u8>(ip, 8);
    beside = (load<u8>(ip, 6) & 0x40) !== 0 ? DONT_FRAGMENT : 0;
    if (tcp - ip === IPV4_HEADER) putFourWords(item + ITEM_SOURCE, ip + 12);
    else {
      putFourWords(item + ITEM_SOURCE, tcp - 8);
      store<i32>(item, be32(ip + 12), ITEM_SOURCE);
      store<i32>(item, be32(ip + 16), ITEM_DESTINATION);
    }
  } else {
    const size = be16(ip + 4) + IPV6_HEADER;
    sizeAndId = (size > MAX_SIZE ? 0 : size) << 16;
    ttl = <i32>load<u8>(ip, 7);
    putFourWords(item + ITEM_SOURCE, tcp - 8);
    store<i32>(item, be32(ip + 8), ITEM_SOURCE);
    store<i32>(item, be32(ip + 24), ITEM_DESTINATION);
  }
  // Words of the header, in the upper four bits, flags, window.
  const fields = be32(tcp + 12);
  const words = fields >>> 28;
  let timestamp = 0;
  if (words !== FIXED_WORDS) {
    if (words === WITH_TIMESTAMPS && be32(tcp + FIXED_HEADER) === TIMESTAMPS) {
      timestamp = be32(tcp + FIXED_HEADER + 4);
      beside |= STAMPED;
    } else beside |= OTHER_OPTIONS;
  }
  const headers = (<i32>(tcp - ip) >>> 2) + words;
  store<i32>(item, kind | (ttl << 16) | (headers << 24), ITEM_KIND);
  store<i32>(item, be32(tcp + 8), ITEM_ACKNOWLEDGMENT);
  store<i32>(item, sizeAndId, ITEM_SIZE_AND_ID);
  store<i32>(item, (fields << 16) | ((fields >>> 16) & 0xff) | (words << HEADER_WORDS) | beside, ITEM_WINDOW_AND_FLAGS);
  store<i32>(item, timestamp, ITEM_TIMESTAMP);
}

/** Puts four words, big-endian at `from`, at `to`: of a frame source, destination, ports and sequence number, as they follow each other there. */
function putFourWords(to: usize, from: usize): void {
  const words = v128.load(from);
  v128.store(to, i8x16.shuffle(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
}

/** Where the addresses of a described frame lie, laid out as the template of that kind says. */
export function addressesOf(item: usize, kind: i32): usize {
  const t = templateAt(kind);
  return <usize>load<u32>(item, ITEM_BODY) + <usize>word(t, T_IP) + (word(t, T_IS_IPV4) ? 12 : 8);
}

/** Words of each of its addresses. */
export function widthOf(kind: i32): i32 {
  return word(templateAt(kind), T_IS_IPV4) ? 1 : 4;
}
