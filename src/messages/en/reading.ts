/** What is said on the terminal while captures are read, and after. */
export const reading = {
  "reading.known": "reading: {read} of {total}, {rate}/s, {left} left",
  "reading.unknown": "reading: {read}, {rate}/s",
  "reading.waiting": "reading: nothing has come yet",
  "reading.seconds": "{seconds} s",
  "reading.minutes": "{minutes} min {seconds} s",
  "reading.stopping": "interrupted: going on with what was read; Ctrl-C again ends at once",
  "reading.comparing": "comparing",
  "reading.interrupted": "interrupted: this is of what was read, {read} of {total}",
  "reading.interrupted-pipe": "interrupted: this is of what was read, {read}",
  "reading.nothing": "interrupted before anything was read",

  "digest.written":
    "{target}: {size}, {points} vantage {points|point|points}, {flows} {flows|flow|flows}; {read} were read",
} as const;
