/** Initial TTLs and hop limits in use. A packet that still has one has crossed no router. */
const INITIAL = new Set([32, 64, 128, 255]);

/** Whether every packet of a direction came to a point with the TTL it was sent with. */
export function isFresh(ttl: { low: number; high: number } | null): boolean {
  return ttl !== null && ttl.low === ttl.high && INITIAL.has(ttl.high);
}
