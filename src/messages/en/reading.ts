/** What is said on the terminal while captures are read, and after. */
export const reading = {
  "reading.known": "reading: {read} of {total}, {rate}/s, {left} left",
  "reading.unknown": "reading: {read}, {rate}/s",
  "reading.waiting": "reading: nothing has come yet",
  "reading.seconds": "{seconds} s",
  "reading.minutes": "{minutes} min {seconds} s",
  "reading.comparing": "comparing",
  "reading.interrupted": "interrupted: this is of what was read, {read} of {total}; Ctrl-C again ends at once",
  "reading.interrupted-pipe": "interrupted: this is of what was read, {read}; Ctrl-C again ends at once",
  "reading.nothing": "interrupted before anything was read",

  "digest.written":
    "{target}: {size}, {points} vantage {points|point|points}, {flows} {flows|flow|flows}; {read} were read",
} as const;
