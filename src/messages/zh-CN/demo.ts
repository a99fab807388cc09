import type { demo as english } from "../en/demo.js";

export const demo: Record<keyof typeof english, string> = {
  "demo.title": "最初的事故：卡住的下载",
  "demo.scene":
    "OpenStack 租户网络（VXLAN）上的一台虚拟机用 Docker 构建镜像。在容器里，curl https://... 能连上，然后卡住；在虚拟机里同样的命令正常，容器里 ping 和小页面也正常。从容器到数据中心边界，在 {points} 个抓包点抓了帧。这些都是真实的数据包：事故在网络命名空间中重新搭建。",
  "demo.path": "客户端 → {path} → 服务器",

  "demo.expert": "专家看到什么",
  "demo.expert-mss":
    "到同一服务器的两个 SYN。容器通告的 MSS 是 {failing}，虚拟机是 {working}：一个的接口容得下 {failing} + {headers} = {failingMtu} 字节的数据包，另一个是 {working} + {headers} = {workingMtu}。",
  "demo.expert-sent":
    "服务器的第一个大包（含 ServerHello）有 {size} 字节；加上 {stack} 的 {overhead} 字节，以 {outer} 字节离开 {point}，共 {tries} 次：",
  "demo.expert-missing":
    "再走一跳，到 {point}。来自服务器的只有这些：小的数据包，没有那个大的，也没有说明原因的 ICMP：",
  "demo.more-frames": "……同样的还有 {count} 个",

  "demo.says": "Hopscope 怎么说",
  "demo.says-text": "用同样的文件，不论以什么顺序给出：",

  "demo.tempting": "诱人的改法",
  "demo.tempting-text":
    "能过 {passed} 字节的地方容不下 {outer} 字节，那就调大 hypervisor 的网卡。Hopscope 提前说出接下来会碰到什么：",

  "demo.second": "第二堵墙",
  "demo.second-text": "网卡调到了 {raised}。再试一次的抓包：",
  "demo.second-after": "症状相同，大小相同，换了地方：数据包现在能通过 {before}，停在 {from} 与 {to} 之间。",

  "demo.why": "虚拟机也有一个 1500 的接口，为什么是 1450？",
  "demo.why-inference":
    "抓包里看不到 MTU；它由其中三个数推出。虚拟机通告 {working} + {headers} = {workingMtu}。隧道增加 {overhead} 字节。在 underlay 上通过的最大数据包是 {passed} + {overhead} = {outer}。所以 {outer} 的 underlay 减去 {overhead} 就是 {workingMtu}：Neutron 从 underlay 的 MTU 中减去隧道增加的字节，再由 DHCP 告诉虚拟机。",
  "demo.why-management":
    "虚拟机的管理端口是 1500，因为它的网络不在隧道里：没有什么要减。这个端口不在这些抓包里，失败的流也不经过它。正是看了它，才让人走了好几天弯路。",
  "demo.why-docker":
    "Docker 谁也不问：它给自己的网桥 1500（{failing} + {headers}），超过它所转发到的接口能承载的大小。于是服务器发给容器的数据包，在回来的路上就太大了。",

  "demo.fix": "解决办法：整条路径一份 MTU 预算",
  "demo.fix-text": "要么让数据包适应路径，只改一台主机；要么让路径适应数据包，全都要改：",
  "demo.budget-where": "IP 字节数",
  "demo.budget-now": "v1",
  "demo.budget-second": "v2",
  "demo.budget-small": "减小数据包",
  "demo.budget-large": "加大路径",
  "demo.budget-underlay": "underlay",
  "demo.budget-tunnel": "加上 {stack}",
  "demo.budget-port": "虚拟机的端口",
  "demo.budget-packet": "最大的数据包",
  "demo.fits-not": "✗ 止步",
  "demo.fits": "✓ 通过",
  "demo.fix-commands": "用 Docker 减小数据包（其他办法、如何验证、如何撤销，见 hopscope analyze）：",

  "demo.end": "轮到你的网络",
  "demo.end-text": "在两处或更多地方同时抓取同一条流，让 Hopscope 来比较：",
  "demo.pause": "按 Enter 继续",
};
