import type { explain as english } from "../en/explain.js";

export const explain: Record<keyof typeof english, string> = {
  "explain.means": "含义",
  "explain.proof": "如何证实",
  "explain.not": "它不是什么",
  "explain.do": "怎么办",
  "explain.all": "所有结论。hopscope explain CODE 给出详细说明。",

  "mtu-black-hole.means":
    "超过某个大小的数据包在两个抓包点之间消失，较小的能通过，而且没有人通知发送方：哪里都没有见到 PTB。连接能建立，小的应答能到，第一个大的就卡住：TLS 停在 ClientHello 之后，下载停住。",
  "mtu-black-hole.proof":
    "同一段序列号在前一个抓包点能看到，无论重传多少次，在后一个都看不到，而同一条流中较小的数据包能到达。算式（MSS、头部、封装）说明为什么是这个大小：它大于那里通过的最大数据包。要证实，丢失处的两侧都要有抓包点。",
  "mtu-black-hole.not":
    "不是随机丢包：这个大小的数据包一个也过不去。不是过滤：同一条流中较小的数据包能通过。不是服务器慢：它的数据包在丢失处之前就能看到。抓包中大于 MTU 的帧是超大帧，不能证明有更大的 MTU。",
  "mtu-black-hole.do":
    "在客户端一侧让数据包变小（Docker 的 MTU，或接口的 MTU），或在路由器上钳制 MSS（只对 TCP 有效）。或者腾出空间：但要把整条路径的每一段一次提高，否则丢失只会移到下一段。",

  "ptb-not-delivered.means":
    "路由器丢弃了过大的数据包，并按规定发出了 PTB（ICMP type 3 code 4，或 ICMPv6 type 2）。PTB 没有到达发送方一侧，所以发送方一直按原来的大小发送。",
  "ptb-not-delivered.proof":
    "在某个抓包点见到引用这条流的 PTB，而在离发送方最近的抓包点没有见到；这个大小的数据包消失，并以同样的大小重传。",
  "ptb-not-delivered.not": "不是一声不响的路由器：它通知了。不是忽略 PTB 的发送方：就抓包所及，它没有得到通知。",
  "ptb-not-delivered.do":
    "放行 PTB：检查最后见到它的抓包点与发送方之间的防火墙、NAT、安全组和负载均衡。在此之前，可以钳制 MSS，或降低一端的 MTU。",

  "ptb-ignored.means": "PTB 到达了发送方一侧，发送方却没有减小数据包，于是一再被丢弃。",
  "ptb-ignored.proof":
    "在离发送方最近的抓包点见到 PTB，那里的数据包还是初始 TTL（中间没有路由器），而在它之后很久，仍在发送大于它所允许的数据包。",
  "ptb-ignored.not": "不是上传开始时的许多 PTB：在途的数据包都会被退回一次。不是别的流的 PTB：它引用的是这条流。",
  "ptb-ignored.do":
    "在发送方检查：INPUT 中是否过滤了 ICMP，是否有严格的反向路径过滤，net.ipv4.ip_no_pmtu_disc 的值，以及 PTB 引用的地址是否是发送方所知的地址（NAT）。net.ipv4.tcp_mtu_probing=1 能让 TCP 自己找出大小。",

  "fragments-lost.means":
    "数据包被分片传输，一些分片没有到达；少一片，整个数据包就丢了。大的 UDP 应答（DNS、QUIC、RADIUS）失败，小的正常；在隧道中，任何协议的大包都会失败。",
  "fragments-lost.proof":
    "按标识和字节范围辨认分片。在一个抓包点数据包是完整的，在下一个缺了一些范围，每个被分片的数据包都如此，而不需要分片的能通过。",
  "fragments-lost.not": "不只是大小的限制：数据包已被切到放得下。不是两处切法不同：比较的是字节，不是分片。",
  "fragments-lost.do":
    "避免分片：DNS 应答不超过 1232 字节，减小隧道内的 MTU，或加大 underlay。否则放行分片：除第一片外，分片都没有端口号。",

  "fragmentation.means":
    "数据包在途中被切开，并能到达：一个数据包变成两个或更多，每一个都可能丢失，重组也要花功夫。是代价，不是故障。",
  "fragmentation.proof": "数据包在一个抓包点是完整的，在下一个成了分片，而所有字节都到达了。",
  "fragmentation.not": "不是丢失：在接收方一侧字节是完整的。",
  "fragmentation.do":
    "让链路或 underlay 容得下整个数据包，或发送更小的数据包（隧道内的 MTU、MSS 钳制、更小的数据报）。",

  "pmtud-recovery.means":
    "这条流先丢了大包，然后以较小的数据包继续：是 PTB 通知的，或是 TCP 自己探测出来的（RFC 4821）。有 PTB 时只要一个往返，本该如此；靠探测则要几秒，每条新的流都是这样。",
  "pmtud-recovery.proof": "超过某个大小的数据包在一处消失；同样的字节以较小的数据包重传，并到达。",
  "pmtud-recovery.not": "不是随机丢包：丢失的大小一个也过不去，重传的都更小。",
  "pmtud-recovery.do": "如果立刻恢复，什么也不用做。如果很慢：放行 PTB，或从一开始就让数据包放得下。",

  "mss-over-clamped.means":
    "有路由器把 MSS 降到远低于路径所能承载的值。一切正常，只是数据包、头部和处理开销比需要的多。",
  "mss-over-clamped.proof": "同一个 SYN 的 MSS 在下一个抓包点变小，而同样两台主机之间的另一条流有大得多的数据包通过。",
  "mss-over-clamped.not": "不是主机自己通告的 MSS：是同一个 SYN 在途中被改了。",
  "mss-over-clamped.do": "按路径的 MTU 钳制，不要用固定的数值，而且只在需要的接口上做。",

  "mss-mismatch.means":
    "因大小而失败的流通告的 MSS，大于到同一服务器的正常的流。它区分出 MTU 不同的两个客户端，例如 MTU 为 1450 的虚拟机里 MTU 为 1500 的容器。",
  "mss-mismatch.proof": "两个 SYN，各取离其客户端最近的抓包点。",
  "mss-mismatch.not": "本身不是故障：每台主机通告自己的接口能接收的大小。SYN 与 SYN-ACK 本来就可以不同。",
  "mss-mismatch.do": "把失败的客户端的 MTU 改成正常的那个。正常的流表明这样就够。",

  "mss-clamped.means": "同一个 SYN 的 MSS 在两个抓包点之间，或在同一抓包的两份副本之间发生变化：有路由器在钳制。",
  "mss-clamped.proof": "由序列号确认是同一个 SYN，却有两个值。",
  "mss-clamped.not": "不是 SYN 和它的 SYN-ACK，那是两次各自的通告。",
  "mss-clamped.do": "如果是有意为之，什么也不用做。钳制只对 TCP 有效：UDP、QUIC 和 ESP 没有 MSS。",

  "super-frames.means": "帧比线路上传输的更大：GRO 或 LRO 在抓包之前合并了收到的报文段，或 TSO 还没有切分。",
  "super-frames.proof": "帧大于双方 MSS 所允许的大小；在其他抓包点它是分开的。",
  "super-frames.not": "不是巨型帧，也不能证明 MTU 很大。2874 字节可以是两个 1410 的报文段。",
  "super-frames.do":
    "什么也不用做：Hopscope 会还原。想看到单个数据包，先执行 ethtool -K DEV gro off tso off gso off 再抓包。",

  "capture-incomplete.means":
    "抓包本身丢了或截断了帧、从流的中途开始，或含有无法解读的内容。缺少的东西可能只是没有抓到。",
  "capture-incomplete.proof":
    "文件中记录的丢帧数、在头部中间截断的帧、已被确认却没有见到的字节、没有 SYN，或文件中断的位置。",
  "capture-incomplete.not": "不是网络上的丢失：被确认的字节确实到达了。",
  "capture-incomplete.do":
    "重新抓包：加大缓冲区（tcpdump -B 16384），每帧至少 192 字节（-s 192），在流开始之前启动，结束一秒之后再停止。",

  "random-loss.means": "数据包在一处丢失，而同样大小的其他数据包能通过：偶然、拥塞、限速、线缆不良。",
  "random-loss.proof": "在同一处、同一方向，丢失的那个大小也有通过的。",
  "random-loss.not": "不是 MTU：MTU 会让这个大小一个也过不去。单独一次丢失不报告。",
  "random-loss.do": "查看两个抓包点之间各设备的计数器：ethtool -S、tc -s qdisc、ip -s link，以及限速策略。",

  "one-way-traffic.means": "从某处起，一个方向从一开始就不通，与大小无关：应答发出了，却回不来。",
  "one-way-traffic.proof": "SYN-ACK 在一个抓包点能看到，在下一个看不到，而那里当时在抓包；客户端一再重试。",
  "one-way-traffic.not": "不是 MTU：SYN-ACK 在任何 MTU 下都放得下。",
  "one-way-traffic.do":
    "检查反向路径过滤（nstat -az TcpExtIPReversePathFilter）、通向别处的回程路由、只见到一个方向的有状态过滤。",

  "policy-drop.means":
    "从某一时刻起，这条流的数据包无论大小都在一处被丢弃，或者 ICMP 说明被拒绝：防火墙、按域名过滤、连接跟踪、主机宕机。",
  "policy-drop.proof": "与之前通过的一样小、甚至更小的数据包在一处消失，或有不是 PTB 的 ICMP 差错引用了它们。",
  "policy-drop.not": "不是 MTU：小的数据包也丢，或其他流中同样大小的能通过。",
  "policy-drop.do":
    "在两个抓包点之间查找规则：iptables 或 nft 的计数器、conntrack -L、安全组。对 TLS，可用同一地址换一个服务器名再试。",

  "syn-unanswered.means": "SYN 无论发送多少次都得不到应答。",
  "syn-unanswered.proof": "SYN 被重传，哪里都没有见到 SYN-ACK；最后见到它的抓包点说明它走到了哪里。",
  "syn-unanswered.not": "不是 MTU：SYN 只有 60 字节左右。不是被拒绝：那会有 RST。",
  "syn-unanswered.do": "检查最后见到 SYN 的抓包点之后的地址、路由和过滤规则；在服务器上抓包。",

  "connection-reset.means": "RST 在流完成之前终止了它。由服务器、客户端或中间的设备发出。",
  "connection-reset.proof": "见到了 RST，取离其发送者最近处。它的 TTL 说明是否与其他数据包来自同一台主机。",
  "connection-reset.not": "不是许多程序在 FIN 之后用来关闭正常连接的 RST，也不是客户端等不及而发的 RST。",
  "connection-reset.do": "去问发送者：服务器的日志，或 TTL 所指的防火墙。",

  "tls-alert.means": "一方用告警终止了 TLS 握手：证书、版本、名称。",
  "tls-alert.proof": "告警是明文，其描述说明了原因（RFC 8446 第 6 节）。",
  "tls-alert.not": "不是 MTU：握手已经走到有人能提出异议的地步。",
  "tls-alert.do":
    "修正告警所指的问题：unknown_ca 是客户端的信任库，protocol_version 是提供的版本，unrecognized_name 是服务器名。",

  "server-silent.means": "服务器收到并确认了请求，却什么也不发送。",
  "server-silent.proof":
    "服务器处的抓包点见到请求完整并已确认，而没有应答的任何字节。只在客户端抓包无法判断：应答在途中丢失看起来也一样。",
  "server-silent.not": "不是丢失：没有发送任何可能丢失的东西。",
  "server-silent.do": "检查服务器的程序：它慢、在等别的东西，或卡死了。",

  "zero-window.means": "接收方关闭了窗口，再也没有打开：它的程序不读数据。",
  "zero-window.proof": "它通告窗口为 0，发送方一再探测，窗口仍然关闭。",
  "zero-window.not": "不是丢失，也不是 MTU：什么都没有少。",
  "zero-window.do": "检查接收方一侧的程序。",

  "bad-checksum.means": "数据包到达时校验和错误，接收方不声不响地丢弃。",
  "bad-checksum.proof": "在接收处校验和是错的，而且这些数据包从未被确认。",
  "bad-checksum.not": "不是发送方处的错误校验和：那里还要由网卡来填写，是正常的。",
  "bad-checksum.do": "在数据包发出之处关闭校验和卸载（ethtool -K DEV tx off），首先是做封装的设备。",

  "undetermined.means": "这条流失败了，而抓到的内容无法说明原因。",
  "undetermined.proof": "没有一条规则能不靠猜测成立。",
  "undetermined.not": "不等于一切正常：确实有东西失败了。",
  "undetermined.do": "做结论中指出的下一步观测：多半是同时在另一处抓包。",
};
