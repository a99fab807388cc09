import {
  DONT_FRAGMENT,
  HEADER_WORDS,
  ITEM_ACKNOWLEDGMENT,
  ITEM_BODY,
  ITEM_DESTINATION,
  ITEM_KIND,
  ITEM_PORTS,
  ITEM_SEQUENCE,
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
const IPV6_HEADER = 40;
const MAX_SIZE = 0xffff;

/** Says in the item of a frame, laid out as the template of that kind says, what its headers say. Its share is for others to say. */
export function describe(item: usize, kind: i32): void {
  const start = <usize>load<u32>(item, ITEM_BODY);
  const t = templateAt(kind);
  const ip = start + <usize>word(t, T_IP);
  const tcp = start + <usize>word(t, T_TCP);
  let size: i32;
  let id = 0;
  let ttl: i32;
  let beside = DONT_FRAGMENT;
  if (word(t, T_IS_IPV4)) {
    size = be16(ip + 2);
    id = be16(ip + 4);
    ttl = <i32>load<u8>(ip, 8);
    beside = (load<u8>(ip, 6) & 0x40) !== 0 ? DONT_FRAGMENT : 0;
    store<i32>(item, be32(ip + 12), ITEM_SOURCE);
    store<i32>(item, be32(ip + 16), ITEM_DESTINATION);
  } else {
    size = be16(ip + 4) + IPV6_HEADER;
    ttl = <i32>load<u8>(ip, 7);
    store<i32>(item, be32(ip + 8), ITEM_SOURCE);
    store<i32>(item, be32(ip + 24), ITEM_DESTINATION);
  }
  const words = <i32>load<u8>(tcp, 12) >>> 4;
  let timestamp = 0;
  if (words !== FIXED_WORDS) {
    if (words === WITH_TIMESTAMPS && be32(tcp + FIXED_HEADER) === TIMESTAMPS) {
      timestamp = be32(tcp + FIXED_HEADER + 4);
      beside |= STAMPED;
    } else beside |= OTHER_OPTIONS;
  }
  store<i32>(item, kind | (ttl << 16), ITEM_KIND);
  store<i32>(item, be32(tcp), ITEM_PORTS);
  store<i32>(item, be32(tcp + 4), ITEM_SEQUENCE);
  store<i32>(item, be32(tcp + 8), ITEM_ACKNOWLEDGMENT);
  store<i32>(item, ((size > MAX_SIZE ? 0 : size) << 16) | id, ITEM_SIZE_AND_ID);
  const flags = <i32>load<u8>(tcp, 13) | (words << HEADER_WORDS) | beside;
  store<i32>(item, (be16(tcp + 14) << 16) | flags, ITEM_WINDOW_AND_FLAGS);
  store<i32>(item, timestamp, ITEM_TIMESTAMP);
}
