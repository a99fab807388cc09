/** What a frame or a term of a sum shows. */
export const evidence = {
  "mss-of": "announced by {direction@receiver} in its SYN (frame {frame} at {point})",
  "headers-of": "the headers of IPv{family} and TCP",
  "smallest-lost": "{packets} {packets|packet|packets}, sent {tries} {tries|time|times} in all: none arrived",
  "overhead-of": "what {stack@stack} adds to each packet",
  "outer-sum": "{inner} + {overhead}",
  "passed-in": "in flow {flow}",
  "passed-before": "{size} bytes passed before",
  "passed-same-hosts": "in another flow between the same hosts",
  "lost-packet": "{size} bytes, sequence {from} to {to}: lost {tries} {tries|time|times}",
  "missing-here": "sequence {from} to {to} never came here: the filter shows nothing of it",
  "hole-here": "shows the hole: sequence {from} to {to} never came here",
  "largest-passed": "{size} bytes: the largest packet that passed",
  "lost-of-flows": "in {flows} {flows|flow|flows}",

  "ptb-from": "sent by {source}, seen at {points}",
  "ptb-count": "{count} {count|PTB|PTBs} seen, all vantage points counted",
  ptb: "PTB from {source}: MTU {mtu}, for a packet of {size} bytes",
  "recovered-after": "after {milliseconds} ms",

  "fragments-incomplete": "of {packets} {packets|packet|packets}, fragments never came",
  "cut-up": "whole, they have up to {size} bytes",
  "fragments-whole": "a packet in {fragments} fragments, all of them here",
  "fragments-partial": "of the same packet only {fragments} fragments came here: it can never be put together",
  "fragment-of": "a fragment of a packet of {size} bytes",
  "lost-datagram": "a datagram in a packet of {size} bytes, lost",
  "datagrams-missing": "{count} {count|datagram|datagrams} never came here",
  "none-arrived": "none arrived",

  "syn-at": "in the SYN at {point}, frame {frame}",
  "mss-here": "SYN with an MSS of {mss}",
  "super-frame": "a frame of {size} bytes; the wire carried packets of at most {limit}",
  "limit-by-mss": "by the MSS of both sides",

  "syn-sent": "first in frame {frame}",
  "syn-here": "the SYN",
  "syn-ack-sent": "first in frame {frame}",
  "syn-ack-here": "the SYN-ACK",
  "syn-ack-missing": "no SYN-ACK ever came here",

  "icmp-from": "sent by {source}, frame {frame}",
  "icmp-at": "seen at {point}",
  "icmp-refusal": "ICMP from {source}: {type/code@icmp}",

  "reset-own": "the same TTL as the other packets from that side",
  "reset-foreign": "not the TTL of the other packets from that side: somebody in between sent it",
  "reset-frame": "in frame {frame}",
  reset: "the reset, nearest its sender at {point}",

  "alert-frame": "sent by {direction@sender}, frame {frame}",
  alert: "TLS alert {description@alert}",

  "request-here": "the end of the request, at {point}",
  "request-acked": "the server acknowledges the request, frame {frame}",
  silence: "nothing new for {seconds} s",

  "window-closed": "the window is 0 from frame {frame} on, and is never opened again",

  "checksums-verified": "of {verified} verified",
  "wrong-checksum": "wrong checksum where the packet was received",
  "right-before": "the points nearer the sender have it right",

  "damaged-at": "{point} breaks off after frame {frame}, at byte {offset}: {what}",
  "dropped-by-capture": "the capture at {point} itself dropped {count} {count|frame|frames}",
  "headers-cut": "{point}: {count} {count|frame|frames} cut at {snaplen} bytes, inside the TCP or UDP header",
  "link-type-unreadable": "{point}: {count} {count|frame|frames} of link type {linkType}, which Hopscope cannot read",
  "acked-unseen": "{bytes} {bytes|byte|bytes} {direction@way} were acknowledged, but no capture holds them",
  "joined-late": "{point} begins after the SYN of this flow",
  "no-syn": "the capture starts after the SYN: options and roles are guessed",
} as const;
