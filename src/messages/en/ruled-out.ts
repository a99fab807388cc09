/** What speaks against the rivals of a verdict. */
export const ruledOut = {
  "not-random":
    "{packets} {packets|packet|packets} of {size} bytes or more, sent {tries} {tries|time|times}, all lost; the largest that passed had {passed}",
  "not-policy": "smaller packets of the same flow passed, up to {size} bytes",
  "not-silent": "it answered: its data is in frame {frame} at {point}",
  "not-zero-window": "no window was closed",
  "not-checksum": "{verified} checksums verified where they were received, none wrong",
  "no-ptb": "no PTB was seen at {points}",
  "same-size-passed": "{passed} bytes passed at the place where {size} were lost",
  "small-lost-too": "packets as small as {size} bytes are lost too",
  "below-any-mtu": "{size} bytes are less than any MTU",
  "in-fragments": "the packets are cut to fit: it is their fragments that get lost",
  "syn-small": "a SYN has {size} bytes: it fits any MTU",
  "reset-arrived": "the reset itself arrived: the flow was ended, it did not lose its large packets",
  "alert-arrived": "the alert itself arrived: one side ended the handshake",
  "icmp-not-size": "the ICMP is no PTB, and the packet it quotes has {size} bytes",
  "nothing-was-sent": "no packet of an answer was seen at {point}, of whatever size",
  "window-not-size": "nothing is missing: the sender may not send",
} as const;
