/**
 * What each finding means, how it is proved, what it is not, and what to do. `hopscope explain` prints them; findings of one capture
 * name the numbers.
 */
export const explain = {
  "explain.means": "What it means",
  "explain.proof": "How it is proved",
  "explain.not": "What it is not",
  "explain.do": "What to do",
  "explain.all": "Every finding. hopscope explain CODE says more.",

  "mtu-black-hole.means":
    "Packets above a size vanish between two vantage points, smaller ones pass, and nobody tells the sender: no PTB was seen anywhere. Connections open, small answers come, and the first large one hangs: TLS stops after the ClientHello, downloads stall.",
  "mtu-black-hole.proof":
    "The same sequence range is seen at the point before and never at the point after, however often it is sent again, while smaller packets of the same flow arrive. The sum (MSS, headers, encapsulation) shows why that size: it is more than the largest packet that passed there. Proven needs points on both sides of the loss.",
  "mtu-black-hole.not":
    "Not random loss: packets of that size never pass. Not a filter: smaller packets of the same flow pass. Not a slow server: its packets are there, before the place. Frames larger than the MTU in a capture are super-frames, and prove no larger MTU.",
  "mtu-black-hole.do":
    "Make packets fit on the client's side (Docker's MTU, or the interface's), or clamp the MSS on a router; that mends TCP only. Or make room: but raise every link of the path in one go, or the loss only moves to the next one.",

  "ptb-not-delivered.means":
    "A router dropped packets that were too large and said so, as it should, in a PTB (ICMP type 3 code 4, or ICMPv6 type 2). The PTB never reached the sender's side, so the sender keeps sending the same size.",
  "ptb-not-delivered.proof":
    "A PTB that quotes this flow's packets is seen at some point, and at no point nearest the sender; packets of that size vanish, and are sent again at the same size.",
  "ptb-not-delivered.not":
    "Not a router that keeps silent: it did tell. Not a sender that ignores PTBs: it was never told, as far as the captures reach.",
  "ptb-not-delivered.do":
    "Let PTBs through: look at firewalls, NAT, security groups and load balancers between the point that saw it last and the sender. Until then, clamp the MSS or lower the MTU of one end.",

  "ptb-ignored.means":
    "The PTB reached the sender's side, and the sender keeps its size. Its packets are dropped again and again.",
  "ptb-ignored.proof":
    "The PTB is seen at the point nearest the sender, where packets still have their initial TTL (no router lies between), and packets larger than it allows are sent long after it.",
  "ptb-ignored.not":
    "Not many PTBs at the start of an upload: everything in flight bounces once. Not a PTB for another flow: what it quotes belongs to this one.",
  "ptb-ignored.do":
    "On the sender: look for a filter of ICMP in INPUT, for strict reverse path filtering, for net.ipv4.ip_no_pmtu_disc, and whether the quoted addresses are the ones the sender knows (NAT). net.ipv4.tcp_mtu_probing=1 makes TCP find the size by itself.",

  "fragments-lost.means":
    "Packets travel in fragments, and some fragments never arrive; without all of them the packet is lost. Large UDP answers (DNS, QUIC, RADIUS) fail, small ones work; in a tunnel, large packets of any protocol fail.",
  "fragments-lost.proof":
    "Fragments are told by their identification and byte range. At one point the packet is complete, at the next some of its ranges are missing, for every packet that was fragmented, while packets that need no fragments pass.",
  "fragments-lost.not":
    "Not a limit of size alone: the packets were cut up to fit. Not fragments cut differently at two points: bytes are compared, not fragments.",
  "fragments-lost.do":
    "Avoid fragments: DNS answers of at most 1232 bytes, a smaller MTU inside the tunnel, or more room on the underlay. Else let fragments through the filter that drops them: all but the first have no ports.",

  "fragmentation.means":
    "Packets are cut up on the way and arrive: two or more packets instead of one, each a chance of loss, and work for whoever puts them together. A cost, not a fault.",
  "fragmentation.proof": "The packet is whole at one point and in fragments at the next, and all its bytes arrive.",
  "fragmentation.not": "Not a loss: the bytes are complete at the receiver's side.",
  "fragmentation.do":
    "Give the link or the underlay room for the whole packet, or send smaller ones (MTU inside the tunnel, MSS clamp, smaller datagrams).",

  "pmtud-recovery.means":
    "The flow lost its large packets, then went on at a smaller size: a PTB told it, or TCP found out by probing (RFC 4821). With a PTB it takes one round trip, and is how it should be; by probing it takes seconds, for every new flow.",
  "pmtud-recovery.proof":
    "Packets above a size vanish at one place; the same bytes are sent again in smaller packets, and arrive.",
  "pmtud-recovery.not": "Not random loss: nothing of the lost size passes, and what is sent again is smaller.",
  "pmtud-recovery.do":
    "If it recovered at once, nothing. If it took long: let PTBs through, or make packets fit from the start.",

  "mss-over-clamped.means":
    "A router lowers the MSS far below what the path carries. Everything works, with more packets, headers and work than needed.",
  "mss-over-clamped.proof":
    "The MSS of one SYN is smaller at the next point, and another flow between the same hosts got packets through that are much larger.",
  "mss-over-clamped.not": "Not an MSS that a host announced by itself: the same SYN changes on the way.",
  "mss-over-clamped.do": "Clamp to the path's MTU instead of a fixed number, and only on the interface that needs it.",

  "mss-mismatch.means":
    "A flow that fails for its size announces a larger MSS than a flow to the same server that works. It tells two clients with different MTUs apart, such as a container with 1500 in a VM with 1450.",
  "mss-mismatch.proof": "Both SYNs, each as seen nearest its client.",
  "mss-mismatch.not":
    "Not a fault by itself: each host announces what its own interface takes. SYN and SYN-ACK may always differ.",
  "mss-mismatch.do":
    "Give the failing client the MTU of the working one. That this suffices is shown by the flow that works.",

  "mss-clamped.means":
    "The MSS of one SYN changes between two points, or between two copies of it in one capture: a router clamps it.",
  "mss-clamped.proof": "The same SYN, known by its sequence number, with two values.",
  "mss-clamped.not": "Not a SYN and its SYN-ACK, which are two announcements.",
  "mss-clamped.do": "Nothing, if it is meant. A clamp mends TCP only: UDP, QUIC and ESP know no MSS.",

  "super-frames.means":
    "Frames are larger than the wire carried: GRO or LRO merged received segments before the capture saw them, or TSO had not cut them yet.",
  "super-frames.proof": "The frame is larger than the MSS of both sides allows; other points show it in pieces.",
  "super-frames.not": "Not jumbo frames, and no proof of a large MTU. 2874 bytes can be two segments of 1410.",
  "super-frames.do":
    "Nothing: Hopscope undoes them. To see single packets, capture with ethtool -K DEV gro off tso off gso off.",

  "capture-incomplete.means":
    "The capture itself lost or cut frames, starts in the middle of a flow, or holds what cannot be read. What is missing may be missing from the capture only.",
  "capture-incomplete.proof":
    "Counts of drops in the file, frames cut inside a header, bytes that were acknowledged and never seen, no SYN, or the place where the file breaks off.",
  "capture-incomplete.not": "Not a loss on the network: bytes that were acknowledged did arrive.",
  "capture-incomplete.do":
    "Capture again with a larger buffer (tcpdump -B 16384), at least 192 bytes of each frame (-s 192), started before the flow and stopped a second after it.",

  "random-loss.means":
    "Packets are lost at a place where others of the same size pass: chance, congestion, a policer, a bad cable.",
  "random-loss.proof": "At the same place and in the same direction, packets of the lost size also pass.",
  "random-loss.not": "Not an MTU: an MTU lets none of that size pass. One isolated loss is not reported.",
  "random-loss.do":
    "Look at the counters of the devices between the two points: ethtool -S, tc -s qdisc, ip -s link, and at policers.",

  "one-way-traffic.means":
    "From a point on, one direction is missing from the start, whatever the size: an answer is sent and never comes back.",
  "one-way-traffic.proof":
    "The SYN-ACK is seen at one point and not at the next, though that point was listening; the client asks again.",
  "one-way-traffic.not": "Not an MTU: a SYN-ACK fits any.",
  "one-way-traffic.do":
    "Look for reverse path filtering (nstat -az TcpExtIPReversePathFilter), a route back that leads elsewhere, a stateful filter that saw one direction only.",

  "policy-drop.means":
    "From some moment on, packets of every size of this flow are dropped at a point, or ICMP says that they are refused: a firewall, a filter by name, connection tracking, a dead host.",
  "policy-drop.proof":
    "Packets as small as those that passed before, or smaller, vanish at one place, or an ICMP error that is no PTB quotes them.",
  "policy-drop.not": "Not an MTU: small packets are lost too, or packets of the same size pass in other flows.",
  "policy-drop.do":
    "Look between the two points for the rule: counters of iptables or nft, conntrack -L, security groups. For TLS, try the same address with another server name.",

  "syn-unanswered.means": "The SYN gets no answer, however often it is sent.",
  "syn-unanswered.proof":
    "The SYN is repeated and no SYN-ACK is seen anywhere; the last point that saw it tells how far it came.",
  "syn-unanswered.not": "Not an MTU: a SYN has about 60 bytes. Not refused: that would be a reset.",
  "syn-unanswered.do":
    "Look for the address, the route and the filters behind the last point that saw the SYN; capture at the server.",

  "connection-reset.means":
    "A reset ended the flow before it was done. The server, the client or somebody in between sent it.",
  "connection-reset.proof":
    "The reset is seen, nearest its sender. Its TTL tells whether it came from the same host as the other packets.",
  "connection-reset.not":
    "Not the reset after FIN with which many programs close a healthy connection, nor that of a client that gave up waiting.",
  "connection-reset.do": "Ask whoever sent it: the server's log, or the firewall that the TTL points to.",

  "tls-alert.means": "One side ended the TLS handshake with an alert: certificate, version, name.",
  "tls-alert.proof": "The alert is in the clear, and its description says why (RFC 8446 section 6).",
  "tls-alert.not": "Not an MTU: the handshake got so far that somebody could object.",
  "tls-alert.do":
    "Mend what the alert names: unknown_ca is the client's trust store, protocol_version the versions offered, unrecognized_name the server name.",

  "server-silent.means": "The server has the request, acknowledged it, and sends nothing.",
  "server-silent.proof":
    "A point at the server sees the request complete and acknowledged, and no byte of an answer. A capture at the client alone cannot tell: an answer lost on the way looks the same.",
  "server-silent.not": "Not a loss: nothing was sent that could be lost.",
  "server-silent.do": "Look at the server's program: it is slow, waits for something else, or hangs.",

  "zero-window.means": "The receiver closed its window and never opened it: its program does not read.",
  "zero-window.proof": "It advertises a window of 0, the sender probes, and the window stays closed.",
  "zero-window.not": "Not a loss and not an MTU: nothing is missing.",
  "zero-window.do": "Look at the program on the receiver's side.",

  "bad-checksum.means": "Packets arrive with wrong checksums, and the receiver drops them without a word.",
  "bad-checksum.proof":
    "The checksums are wrong where the packets are received, and these packets are never acknowledged.",
  "bad-checksum.not": "Not wrong checksums at the sender: there the NIC still has to fill them in, and that is normal.",
  "bad-checksum.do":
    "Turn off checksum offload where the packets leave (ethtool -K DEV tx off), first of all on devices that encapsulate.",

  "undetermined.means": "The flow failed, and what was captured cannot decide why.",
  "undetermined.proof": "No rule holds without guessing.",
  "undetermined.not": "Not a clean bill of health: something did fail.",
  "undetermined.do":
    "Make the observation that the finding names next: most often a capture at one more place, at the same time.",
} as const;
