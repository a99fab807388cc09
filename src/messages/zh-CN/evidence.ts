import type { evidence as english } from "../en/evidence.js";

export const evidence: Record<keyof typeof english, string> = {
  "mss-of": "{direction@receiver}在 SYN 中通告（{point} 的帧 {frame}）",
  "headers-of": "IPv{family} 与 TCP 的头部",
  "smallest-lost": "{packets} 个数据包，共发送 {tries} 次，一次也没有到达",
  "overhead-of": "{stack@stack} 给每个数据包增加的字节",
  "outer-sum": "{inner} + {overhead}",
  "passed-in": "在流 {flow} 中",
  "passed-before": "此前有 {size} 字节通过",
  "passed-same-hosts": "在同样两台主机之间的另一条流中",
  "lost-packet": "{size} 字节，序列号 {from} 到 {to}：丢失 {tries} 次",
  "missing-here": "序列号 {from} 到 {to} 从未到达这里：用此过滤器什么也看不到",
  "hole-here": "显出缺口：序列号 {from} 到 {to} 从未到达这里",
  "largest-passed": "{size} 字节：通过的最大数据包",
  "lost-of-flows": "涉及 {flows} 条流",

  "ptb-from": "由 {source} 发出，见于 {points}",
  "ptb-count": "各抓包点合计见到 {count} 个 PTB",
  ptb: "{source} 发出的 PTB：MTU {mtu}，针对一个 {size} 字节的数据包",
  "recovered-after": "{milliseconds} 毫秒之后",

  "fragments-incomplete": "{packets} 个数据包都有分片没有到达",
  "cut-up": "完整时最大 {size} 字节",
  "fragments-whole": "一个数据包分成 {fragments} 个分片，这里全部都有",
  "fragments-partial": "同一个数据包在这里只到了 {fragments} 个分片：永远无法重组",
  "fragment-of": "{size} 字节数据包的一个分片",
  "lost-datagram": "{size} 字节数据包中的一个数据报，丢失",
  "datagrams-missing": "{count} 个数据报从未到达这里",
  "none-arrived": "一个也没有到达",

  "syn-at": "在 {point} 的 SYN 中，帧 {frame}",
  "mss-here": "MSS 为 {mss} 的 SYN",
  "super-frame": "{size} 字节的帧；线路上的数据包最大 {limit} 字节",
  "limit-by-mss": "由双方的 MSS 得出",

  "syn-sent": "最早见于帧 {frame}",
  "syn-here": "SYN",
  "syn-ack-sent": "最早见于帧 {frame}",
  "syn-ack-here": "SYN-ACK",
  "syn-ack-missing": "SYN-ACK 从未到达这里",

  "icmp-from": "由 {source} 发出，帧 {frame}",
  "icmp-at": "见于 {point}",
  "icmp-refusal": "{source} 发出的 ICMP：{type/code@icmp}",

  "reset-own": "TTL 与这一方的其他数据包相同",
  "reset-foreign": "TTL 与这一方的其他数据包不同：是中间的某个设备发的",
  "reset-frame": "在帧 {frame} 中",
  reset: "RST，在 {point} 离它的发送者最近",

  "alert-frame": "由{direction@sender}发出，帧 {frame}",
  alert: "TLS 告警 {description@alert}",

  "request-here": "请求的结尾，在 {point}",
  "request-acked": "服务器确认了请求，帧 {frame}",
  silence: "{seconds} 秒没有任何新内容",

  "window-closed": "从帧 {frame} 起窗口为 0，再也没有打开",

  "checksums-verified": "共校验 {verified} 个",
  "wrong-checksum": "接收处的校验和错误",
  "right-before": "离发送方更近的抓包点上是正确的",

  "damaged-at": "{point} 在帧 {frame} 之后、第 {offset} 字节处中断：{what}",
  "dropped-by-capture": "{point} 的抓包程序自己丢掉了 {count} 帧",
  "headers-cut": "{point}：{count} 帧被截断在 {snaplen} 字节，TCP 或 UDP 头部不完整",
  "link-type-unreadable": "{point}：{count} 帧的链路类型是 {linkType}，Hopscope 无法解读",
  "acked-unseen": "{direction@way}有 {bytes} 字节已被确认，但没有任何抓包保存了它们",
  "joined-late": "{point} 在这条流的 SYN 之后才开始",
  "no-syn": "抓包开始于 SYN 之后：选项和角色是推测的",
};
