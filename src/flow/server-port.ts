/** Ports above 1024 on which servers are commonly found. */
const KNOWN = new Set([
  1433, 1521, 1883, 2049, 2375, 2376, 2379, 2380, 3000, 3128, 3260, 3306, 3389, 4222, 4789, 5000, 5001, 5060, 5201,
  5222, 5432, 5671, 5672, 5900, 6379, 6443, 6641, 6642, 8000, 8008, 8080, 8081, 8443, 8472, 8774, 8776, 8888, 9000,
  9090, 9092, 9100, 9200, 9292, 9418, 9696, 10250, 11211, 15672, 27017, 35357, 50000,
]);

/** Which of two ports (0 or 1) is the server's, where no SYN was seen. */
export function guessServer(a: number, b: number): 0 | 1 {
  const rank = (port: number) => (port < 1024 ? 0 : KNOWN.has(port) ? 1 : port < 32768 ? 2 : 3);
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? 0 : 1;
  // Equal: the second, for who speaks first is more often the client.
  return a < b && rank(a) < 3 ? 0 : 1;
}
