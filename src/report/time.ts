/** ISO 8601 with nanoseconds of a time `nanoseconds` after `epoch` (whole seconds since 1970). */
export function isoTime(epoch: number, nanoseconds: number): string {
  const seconds = epoch + Math.floor(nanoseconds / 1e9);
  const rest = nanoseconds - Math.floor(nanoseconds / 1e9) * 1e9;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "1970-01-01T00:00:00.000000000Z";
  return `${date.toISOString().slice(0, -5)}.${String(Math.floor(rest)).padStart(9, "0")}Z`;
}
