import type { next as english } from "../en/next.js";

export const next: Record<keyof typeof english, string> = {
  "next-longer": "在同样的位置再抓一次，时间更长：{command}",
  "next-client-side": "同时在比 {point} 更靠近客户端一步的地方抓包：{command}",
  "next-server-side": "同时在比 {point} 更靠近服务器一步的地方抓包：{command}",
  "next-at-receiver":
    "检查紧邻 {point} 的接收方本身：防火墙计数器（iptables -vnL、nft list ruleset）、nstat -asz、ip -s link；并在它的所有接口上抓包：{command}",
  "next-syn": "同时在服务器上、以及能登录的每一跳上抓包：{command}",
  "next-at-server": "同时在服务器上抓包：{command}",
};
