/**
 * Each code's name for people, and its verdict in one sentence. `verdict.CODE.VARIANT` is said where the finding knows less, or
 * something else, than the plain one needs; src/report/verdict.ts chooses.
 */
export const verdicts = {
  "title.mtu-black-hole": "MTU black hole",
  "title.ptb-not-delivered": "PTB not delivered",
  "title.ptb-ignored": "PTB ignored",
  "title.fragments-lost": "Fragments lost",
  "title.fragmentation": "Fragmentation",
  "title.pmtud-recovery": "Large packets lost, then recovered",
  "title.mss-over-clamped": "MSS clamped too low",
  "title.mss-mismatch": "MSS differs from a flow that works",
  "title.mss-clamped": "MSS clamped",
  "title.super-frames": "Super-frames",
  "title.capture-incomplete": "Capture incomplete",
  "title.random-loss": "Random loss",
  "title.one-way-traffic": "One-way traffic",
  "title.policy-drop": "Dropped by policy",
  "title.syn-unanswered": "SYN unanswered",
  "title.connection-reset": "Connection reset",
  "title.tls-alert": "TLS alert",
  "title.server-silent": "Server silent",
  "title.zero-window": "Window closed",
  "title.bad-checksum": "Bad checksum",
  "title.undetermined": "Undetermined",

  "verdict.mtu-black-hole":
    "Packets of {lost} bytes {direction@way} vanish {place}; smaller ones pass there, up to {passed} bytes, and no PTB tells the sender.",
  "verdict.mtu-black-hole.nothing-passed":
    "Packets of {lost} bytes {direction@way} vanish {place}; smaller ones pass, and no PTB tells the sender.",
  "verdict.ptb-not-delivered":
    "Packets of {lost} bytes {direction@way} are dropped {place}; {source} says so in a PTB (MTU {mtu}), which never reaches {direction@sender}.",
  "verdict.ptb-ignored":
    "Packets of {lost} bytes {direction@way} are dropped {place}; the PTB from {source} (MTU {mtu}) reaches the sender's side, and {direction@sender} keeps its size.",
  "verdict.fragments-lost": "Datagrams {direction@way} travel in fragments, and some fragments vanish {place}.",
  "verdict.fragmentation": "Packets {direction@way} are fragmented {place}, and arrive: a cost, not a fault.",
  "verdict.pmtud-recovery":
    "Packets of {lost} bytes {direction@way} were lost {place}; the flow went on with {continued} bytes {after}.",
  "verdict.pmtud-recovery.told":
    "Packets of {lost} bytes {direction@way} were lost {place}; {source} said so in a PTB (MTU {mtu}), and the flow went on with {continued} bytes {after}.",
  "verdict.mss-over-clamped":
    "A clamp lowers the MSS to {mss}, so packets {direction@way} have at most {packet} bytes, though {passed} bytes pass.",
  "verdict.mss-mismatch":
    "The flow that fails announces an MSS of {failing}; a flow to the same server that works announces {working}.",
  "verdict.mss-clamped": "The MSS in the SYN {direction@way} changes from {before} at {from} to {after} at {to}.",
  "verdict.mss-clamped.one-point": "The MSS in the SYN {direction@way} changes from {before} to {after} within {from}.",
  "verdict.super-frames":
    "Frames of up to {largest} bytes were merged, or not yet split, by an offload: the wire carried at most {limit}, so they are no sign of a larger MTU.",
  "verdict.capture-incomplete": "The captures do not hold everything: {what}.",
  "verdict.capture-incomplete.more": "The captures do not hold everything: {what}, and {more} more.",
  "verdict.random-loss":
    "{count} {count|packet|packets} {direction@way} {count|was|were} lost {place}, where packets of the same size pass: chance, congestion or a policer.",
  "verdict.one-way-traffic": "From the start, nothing {direction@way} gets through {place}, whatever its size.",
  "verdict.policy-drop": "From some moment on, packets of every size {direction@way} are dropped {place}.",
  "verdict.policy-drop.icmp": "{source} refuses the packets {direction@way}, {place}: {icmp@icmp}.",
  "verdict.policy-drop.icmp-no-place": "{source} refuses the packets {direction@way}: {icmp@icmp}.",
  "verdict.syn-unanswered": "The SYN gets no answer: it vanishes {place}.",
  "verdict.syn-unanswered.after": "The SYN gets no answer; {from} is the last to see it.",
  "verdict.connection-reset": "{by@side} reset the connection.",
  "verdict.connection-reset.foreign":
    "A reset in the name of {by@side} ended the connection, but somebody in between sent it: its TTL ({ttl}) differs.",
  "verdict.tls-alert": "{direction@sender} ended the TLS handshake with an alert: {alert@alert}.",
  "verdict.server-silent": "The server has the whole request, acknowledged it, and sends nothing.",
  "verdict.zero-window": "{direction@receiver} closed its window for good: nothing is lost, its program does not read.",
  "verdict.bad-checksum": "Packets {direction@way} reach {from} with wrong checksums, and are dropped there.",
  "verdict.undetermined": "The flow failed, and what was seen cannot tell why.",
  "verdict.undetermined.place": "Packets {direction@way} vanish {place}, and what was seen cannot tell why.",
} as const;
