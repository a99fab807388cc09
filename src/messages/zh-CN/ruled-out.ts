import type { ruledOut as english } from "../en/ruled-out.js";

export const ruledOut: Record<keyof typeof english, string> = {
  "not-random": "{packets} 个不小于 {size} 字节的数据包，发送 {tries} 次，全部丢失；通过的最大数据包为 {passed} 字节",
  "not-policy": "同一条流中较小的数据包能通过，最大 {size} 字节",
  "not-silent": "服务器有应答：数据在 {point} 的帧 {frame} 中",
  "not-zero-window": "没有窗口被关闭",
  "not-checksum": "在接收处校验了 {verified} 个校验和，没有错误",
  "no-ptb": "在 {points} 都没有见到 PTB",
  "same-size-passed": "丢失 {size} 字节的地方也有 {passed} 字节通过",
  "small-lost-too": "小到 {size} 字节的数据包也丢失",
  "below-any-mtu": "{size} 字节小于任何 MTU",
  "in-fragments": "数据包已被切到放得下：丢的是分片",
  "syn-small": "SYN 只有 {size} 字节：任何 MTU 都放得下",
  "reset-arrived": "RST 本身到达了：流是被终止的，不是丢了大包",
  "alert-arrived": "告警本身到达了：是一方终止了握手",
  "icmp-not-size": "这个 ICMP 不是 PTB，它引用的数据包只有 {size} 字节",
  "nothing-was-sent": "在 {point} 没有见到任何大小的应答数据包",
  "window-not-size": "没有丢失任何东西：是不允许发送方再发",
};
