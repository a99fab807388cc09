import type { remedies as english } from "../en/remedies.js";

export const remedies: Record<keyof typeof english, string> = {
  "basis.flow": "正常的流用的就是这个值",
  "basis.ptb": "PTB 给出的值",
  "basis.passed": "见到通过的最大值；实际上限可能略高",
  "basis.standard": "通常的 1500 减去封装（如果有）：很可能，但没有见到",
  "basis.unknown": "尚不清楚，请先测量",

  "remedy.wall.announced":
    "{point} 通告的 MSS 是 {mss}（帧 {frame}）：{mss} + {headers} = {mtu}，所以它所接端口的 MTU 是 {mtu}。{lost} 字节的数据包能通过这里，却会在那里止步。",
  "remedy.wall.unseen": "尚不清楚：{point} 之后没有见到任何地方通过 {lost} 字节",
  "remedy.wall.unseen-anywhere": "尚不清楚：再往后没有见到任何地方通过 {lost} 字节",
  "remedy.wall.not-seen": "尚不清楚：还没有见到 {mtu} 字节的数据包通过",
  "remedy.wall.mtu-unknown": "尚不清楚：{passed} 字节能通过，{lost} 字节不能；合适的 MTU 在两者之间",
  "remedy.wall.next-filter": "尚不清楚：后面可能还有别的过滤规则",
  "remedy.wall.other-filter": "尚不清楚：其他过滤规则也可能丢掉一个方向",
  "remedy.wall.other-device": "尚不清楚：途中其他设备也可能写错校验和",

  "remedy.rollback.command": "{command}",
  "remedy.rollback.either": "{command}   或   {other}",
  "remedy.rollback.mtu": "{command}；先记下原来的 MTU：{show}",

  "remedy.client-mtu.title": "先试一试：把客户端接口的 MTU 降到 {mtu}",
  "remedy.client-mtu.title-container": "先试一试：把正在运行的客户端的 MTU 降到 {mtu}（在客户端一侧，如果它是容器）",
  "remedy.client-mtu.scope": "只影响客户端 {address}，到它的接口重建为止。{mtu}：{basis@basis}。",
  "remedy.client-mtu.needs": "客户端的 root 权限；无需重启",
  "remedy.client-mtu.needs-container": "容器宿主机的 root 权限；无需重启",
  "remedy.client-mtu.verify": "{command} 显示 MSS 为 {mss}；然后重试卡住的请求",
  "remedy.client-mtu.verify-datagrams": "重试没有得到应答的请求",

  "remedy.docker-mtu.title": "在客户端一侧，如果它是 Docker 容器：把 Docker 的 MTU 设为 {mtu}",
  "remedy.docker-mtu.scope-behind":
    "这台 Docker 主机上的所有容器。是容器只是推测：{point} 转发 {address} 的流。MTU：{basis@basis}。",
  "remedy.docker-mtu.scope-address":
    "这台 Docker 主机上的所有容器。是容器只是根据地址 {address} 的推测。MTU：{basis@basis}。",
  "remedy.docker-mtu.needs":
    "Docker 主机的 root 权限；要重启 Docker，除非启用了 live-restore，容器会随之停止。default-network-opts 需要 Docker 24（更旧的版本会忽略它），而且只对此后新建的网络有效：已有的网络及其容器必须重建。Docker 25 之前，没有容器运行时 docker0 显示 1500：要看容器内部。",
  "remedy.docker-mtu.rollback": "{command}；然后再次重建同样的网络和容器",
  "remedy.docker.verify": "{command} 输出 {mtu}；然后重试卡住的请求",
  "remedy.docker-network-mtu.title": "只改一个 Docker 网络，或 Docker 版本低于 24：用 MTU {mtu} 重建该网络",
  "remedy.docker-network-mtu.scope-behind":
    "该网络上的容器。是容器只是推测：{point} 转发 {address} 的流。MTU：{basis@basis}。",
  "remedy.docker-network-mtu.scope-address":
    "该网络上的容器。是容器只是根据地址 {address} 的推测。MTU：{basis@basis}。",
  "remedy.docker-network-mtu.needs": "Docker 的操作权限；该网络上的容器要停止并重建",
  "remedy.docker-network-mtu.rollback": "不带该选项重建网络和容器",

  "remedy.mss-clamp.title": "在客户端与服务器之间的路由器上把 MSS 钳到 {mss}",
  "remedy.mss-clamp.title-host": "在转发该流的 {point} 上把 MSS 钳到 {mss}",
  "remedy.mss-clamp.scope": "经此主机转发的所有新 TCP 流。它治不了 UDP、QUIC 和 ESP。MTU：{basis@basis}。",
  "remedy.mss-clamp.needs": "该主机的 root 权限；无需重启，已建立的流保持原来的 MSS。不保存则重启后失效。",
  "remedy.mss-clamp.verify": "{command} 在钳制之后的位置显示 MSS 为 {mss}",

  "remedy.underlay-mtu.title": "把 underlay 的 MTU 提高到 {mtu}（{inner} + {overhead}）",
  "remedy.underlay-mtu.scope": "underlay 的每台主机和交换机：漏掉一台，它会同样一声不响地丢掉所有隧道的大包",
  "remedy.underlay-mtu.needs":
    "各主机的 root 权限、交换机的管理权限、一个维护窗口：有些网卡会重启链路。不写入配置（netplan、NetworkManager）则重启后失效。",
  "remedy.underlay-mtu.verify": "{command} 有应答：{mtu} 字节能通过",

  "remedy.overlay-mtu.title": "把 overlay 网络的 MTU，连同 {point} 的端口，从 {from} 提高到 {to}（OpenStack Neutron）",
  "remedy.overlay-mtu.scope":
    "该网络的所有虚拟机，以及所有新建的网络。整条路径一份预算：先让 underlay 达到 {lost} + {adds} = {underlay}，再把网络设为 {lost}。overlay 属于 Neutron 只是推测。",
  "remedy.overlay-mtu.scope-crossed":
    "该网络的所有虚拟机，以及所有新建的网络。underlay 必须能通过 {lost} + {adds} = {underlay}：到 {point} 为止已经通过。overlay 属于 Neutron 只是推测。",
  "remedy.overlay-mtu.needs":
    "OpenStack 管理员权限；要重启 neutron-server；每台虚拟机都要取得新的 MTU（DHCP），而运行中的虚拟机无法自行调高：要硬重启。仍为 1500 的 flat 和 VLAN 网络需要 physical_network_mtus。",
  "remedy.overlay-mtu.verify": "{command} 输出 {mtu}，虚拟机内也一样：{guest}",
  "remedy.overlay-mtu.rollback": "{command}，再重启虚拟机；最后恢复配置",

  "remedy.link-mtu.title": "把 {from} 与 {to} 之间的 MTU 提高到 {mtu}",
  "remedy.link-mtu.title-router": "把 {source} 丢弃数据包的那条链路的 MTU 提高到 {mtu}",
  "remedy.link-mtu.scope": "该链路的全部流量；同一个二层网段的所有端口 MTU 必须一致",
  "remedy.link-mtu.needs": "该链路各设备的 root 权限；有些网卡会重启链路。不写入配置则重启后失效。",
  "remedy.link-mtu.verify": "{command} 有应答",

  "remedy.let-ptb-through.title": "放行 PTB（{family@ptb}），在从 {point} 到{direction@sender}的路上",
  "remedy.let-ptb-through.scope":
    "该过滤规则后面的所有流：路径 MTU 发现恢复工作，UDP 和 QUIC 也受益。{source} 已经给出 {mtu}。注意防火墙、NAT 和安全组。",
  "remedy.let-ptb-through.needs": "防火墙或路由器的 root 权限；无需重启",
  "remedy.let-ptb-through.verify": "{command} 在{direction@sender}上显示 {source} 发出的 PTB",

  "remedy.honour-ptb.title": "在{direction@sender}上：查明它为何忽略 PTB，并让它遵守",
  "remedy.honour-ptb.scope":
    "只影响{direction@sender}。每一行消除一种原因：INPUT 中的过滤规则、路径 MTU 发现被关闭、严格的反向路径过滤。",
  "remedy.honour-ptb.needs": "该主机的 root 权限；无需重启",
  "remedy.honour-ptb.verify": "{command} 在再发一个大包之后显示 mtu {mtu}",
  "remedy.honour-ptb.rollback": "恢复原来的规则和 sysctl 的值",

  "remedy.mtu-probing.title": "在{direction@sender}上：让 TCP 不靠 PTB 自己找出大小",
  "remedy.mtu-probing.scope":
    "{direction@sender}的所有 TCP 流：经过几次超时后恢复，而不是一直卡住。UDP、QUIC 和 ESP 仍然不通。",
  "remedy.mtu-probing.needs": "该主机的 root 权限；无需重启；对新的流有效",
  "remedy.mtu-probing.verify": "{command} 增长，几秒之后传输继续",

  "remedy.raise-clamp.title": "让钳制值跟随路径的 MTU：这条路径容得下 {mss} 的 MSS",
  "remedy.raise-clamp.scope": "经此主机转发的所有 TCP 流",
  "remedy.raise-clamp.needs": "做钳制的主机的 root 权限；无需重启，已建立的流保持原来的 MSS",
  "remedy.raise-clamp.rollback": "恢复原来的规则",

  "remedy.smaller-dns-answers.title": "把 DNS 应答限制在 1232 字节，无需分片",
  "remedy.smaller-dns-answers.scope": "DNS 服务器：更大的应答会被截断，再通过 TCP 查询",
  "remedy.smaller-dns-answers.needs": "服务器的配置，并重新加载",
  "remedy.smaller-dns-answers.verify": "{command} 有应答，被截断或经由 TCP",
  "remedy.smaller-dns-answers.rollback": "删除这些选项，并重新加载",

  "remedy.let-fragments-through.title": "查明是什么丢弃分片，并放行",
  "remedy.let-fragments-through.scope": "经此主机转发的全部流量",
  "remedy.let-fragments-through.verify": "{command} 在该主机两侧都能看到每一个分片",

  "remedy.filter.needs": "防火墙或路由器的 root 权限；无需重启",
  "remedy.filter.verify": "重试失败的请求",
  "remedy.open-filter.title": "找出是什么丢弃该流（规则、连接跟踪、宕机的主机），并放行",
  "remedy.open-filter.scope": "只涉及到这台服务器的流。它也许是有意丢弃的：先问制定规则的人。",

  "remedy.loose-reverse-path.title": "如果是 {point} 处的反向路径过滤：改为宽松模式，或修正路由",
  "remedy.loose-reverse-path.scope": "从该接口进入的全部流量",
  "remedy.loose-reverse-path.needs": "该主机的 root 权限；无需重启",

  "remedy.checksum-offload.title": "让内核计算校验和：在{direction@way}的数据包发出之处关闭卸载",
  "remedy.checksum-offload.scope":
    "一个设备：发送方的，或做封装的那个（隧道与校验和卸载并用时的缺陷）。会多用一些 CPU。",
  "remedy.checksum-offload.needs": "该主机的 root 权限；无需重启",
  "remedy.checksum-offload.verify": "{command} 在 {point} 不再显示任何内容",
};
