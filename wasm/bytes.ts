/** Numbers as packets have them: big-endian. */

export function be16(at: usize): i32 {
  return <i32>bswap<u16>(load<u16>(at));
}

export function be32(at: usize): i32 {
  return <i32>bswap<u32>(load<u32>(at));
}
