import type { next as english } from "../en/next.js";

export const next: Record<keyof typeof english, string> = {
  "next-longer": "在同样的位置再抓一次，时间更长：{command}",
  "next-client-side": "同时在比 {point} 更靠近客户端一步的地方抓包：{command}",
  "next-server-side": "同时在比 {point} 更靠近服务器一步的地方抓包：{command}",
  "next-syn": "同时在服务器上、以及能登录的每一跳上抓包：{command}",
  "next-at-server": "同时在服务器上抓包：{command}",
};
