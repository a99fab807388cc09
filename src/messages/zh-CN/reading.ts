import type { reading as english } from "../en/reading.js";

export const reading: Record<keyof typeof english, string> = {
  "reading.known": "正在读取：{read} / {total}，{rate}/s，还需 {left}",
  "reading.unknown": "正在读取：{read}，{rate}/s",
  "reading.waiting": "正在读取：尚无数据到来",
  "reading.seconds": "{seconds} 秒",
  "reading.minutes": "{minutes} 分 {seconds} 秒",
  "reading.stopping": "已中断：继续处理已读取的部分；再按一次 Ctrl-C 立即结束",
  "reading.comparing": "正在比较",
  "reading.interrupted": "已中断：以下仅针对已读取的部分，{read} / {total}",
  "reading.interrupted-pipe": "已中断：以下仅针对已读取的部分，{read}",
  "reading.nothing": "尚未读取任何内容即被中断",

  "digest.written": "{target}：{size}，{points} 个抓包点，{flows} 条流；共读取 {read}",
};
