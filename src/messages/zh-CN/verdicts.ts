import type { verdicts as english } from "../en/verdicts.js";

export const verdicts: Record<keyof typeof english, string> = {
  "title.mtu-black-hole": "MTU 黑洞",
  "title.ptb-not-delivered": "PTB 没有送达",
  "title.ptb-ignored": "PTB 被忽略",
  "title.fragments-lost": "分片丢失",
  "title.fragmentation": "分片",
  "title.pmtud-recovery": "大包先丢失后恢复",
  "title.mss-over-clamped": "MSS 钳得过小",
  "title.mss-mismatch": "MSS 与正常的流不同",
  "title.mss-clamped": "MSS 被钳制",
  "title.super-frames": "超大帧",
  "title.capture-incomplete": "抓包不完整",
  "title.random-loss": "随机丢包",
  "title.one-way-traffic": "单向不通",
  "title.policy-drop": "被策略丢弃",
  "title.syn-unanswered": "SYN 无应答",
  "title.connection-reset": "连接被重置",
  "title.tls-alert": "TLS 告警",
  "title.server-silent": "服务器不应答",
  "title.zero-window": "窗口关闭",
  "title.bad-checksum": "校验和错误",
  "title.undetermined": "无法判定",

  "verdict.mtu-black-hole":
    "{direction@way}的 {lost} 字节的数据包{place}消失；较小的数据包能通过，最大 {passed} 字节，而且没有 PTB 通知发送方。",
  "verdict.mtu-black-hole.nothing-passed":
    "{direction@way}的 {lost} 字节的数据包{place}消失；较小的数据包能通过，而且没有 PTB 通知发送方。",
  "verdict.ptb-not-delivered":
    "{direction@way}的 {lost} 字节的数据包{place}被丢弃；{source} 为此发出了 PTB（MTU {mtu}），但它始终没有到达{direction@sender}。",
  "verdict.ptb-ignored":
    "{direction@way}的 {lost} 字节的数据包{place}被丢弃；{source} 发出的 PTB（MTU {mtu}）已到达发送方一侧，{direction@sender}却没有减小数据包。",
  "verdict.fragments-lost": "{direction@way}的数据报被分片传输，其中一些分片{place}消失。",
  "verdict.fragmentation": "{direction@way}的数据包{place}被分片，并能到达：是代价，不是故障。",
  "verdict.pmtud-recovery":
    "{direction@way}的 {lost} 字节的数据包{place}丢失；{after}，这条流改用 {continued} 字节继续。",
  "verdict.pmtud-recovery.told":
    "{direction@way}的 {lost} 字节的数据包{place}丢失；{source} 用 PTB 作了通知（MTU {mtu}），{after}，这条流改用 {continued} 字节继续。",
  "verdict.mss-over-clamped":
    "有设备把 MSS 钳到 {mss}，使{direction@way}的数据包最大只有 {packet} 字节，而实际能通过 {passed} 字节。",
  "verdict.mss-mismatch": "失败的流通告的 MSS 是 {failing}；到同一服务器的正常的流通告的是 {working}。",
  "verdict.mss-clamped": "{direction@way}的 SYN 中的 MSS 由 {from} 处的 {before} 变为 {to} 处的 {after}。",
  "verdict.mss-clamped.one-point": "{direction@way}的 SYN 中的 MSS 在 {from} 内由 {before} 变为 {after}。",
  "verdict.super-frames":
    "最大 {largest} 字节的帧是网卡卸载功能合并的、或尚未切分的：线路上的数据包最大 {limit} 字节，不能据此认为有更大的 MTU。",
  "verdict.capture-incomplete": "抓包并不完整：{what}。",
  "verdict.capture-incomplete.more": "抓包并不完整：{what}，另有 {more} 处。",
  "verdict.random-loss":
    "{direction@way}有 {count} 个数据包{place}丢失，而同样大小的数据包也能通过：是偶然、拥塞或限速。",
  "verdict.one-way-traffic": "从一开始，{direction@way}的数据包无论大小都{place}不通。",
  "verdict.policy-drop": "从某一时刻起，{direction@way}的数据包无论大小都{place}被丢弃。",
  "verdict.policy-drop.icmp": "{source} {place}拒绝{direction@way}的数据包：{icmp@icmp}。",
  "verdict.policy-drop.icmp-no-place": "{source} 拒绝{direction@way}的数据包：{icmp@icmp}。",
  "verdict.syn-unanswered": "SYN 没有得到应答：它{place}消失。",
  "verdict.syn-unanswered.after": "SYN 没有得到应答；最后见到它的是 {from}。",
  "verdict.connection-reset": "{by@side}重置了连接。",
  "verdict.connection-reset.foreign":
    "一个以{by@side}名义发出的 RST 终止了连接，但它是中间某个设备发的：TTL ({ttl}) 不同。",
  "verdict.tls-alert": "{direction@sender}用告警终止了 TLS 握手：{alert@alert}。",
  "verdict.server-silent": "服务器收到并确认了整个请求，却什么也不发送。",
  "verdict.zero-window": "{direction@receiver}关闭了窗口，再也没有打开：没有丢包，是它的程序不读数据。",
  "verdict.bad-checksum": "{direction@way}的数据包到达 {from} 时校验和错误，在那里被丢弃。",
  "verdict.undetermined": "这条流失败了，而所见不足以说明原因。",
  "verdict.undetermined.place": "{direction@way}的数据包{place}消失，而所见不足以说明原因。",
};
