const TCP: u64 = 6;

/** Sum of the 16-bit words of [at, end) as they lie in memory, their bytes swapped: the sum of one's complement does not mind (RFC 1071 section 2). */
function sum(start: usize, end: usize): u64 {
  let total: u64 = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) total += load<u32>(at);
  if (at + 2 <= end) {
    total += load<u16>(at);
    at += 2;
  }
  // An odd last byte is the first of a word.
  if (at < end) total += load<u8>(at);
  return total;
}

/** Whether the checksum of a TCP segment [at, end), all of it there, is right; `header` is its IP header. As src/dissect/checksum.ts. */
export function isTcpChecksumGood(header: usize, overIpv4: bool, at: usize, end: usize): bool {
  const addresses = overIpv4 ? sum(header + 12, header + 20) : sum(header + 8, header + 40);
  const length = <u64>(end - at);
  // Numbers that are not in memory, their bytes swapped like those that are.
  const swapped = (TCP << 8) + ((length & 0xff) << 8) + ((length >>> 8) & 0xff) + (((length >>> 16) & 0xff) << 8);
  let total = addresses + swapped + sum(at, end);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  return total === 0xffff;
}
