/** What to change, who feels it, what it needs, how to see that it works, how to undo it. Commands are parameters. */
export const remedies = {
  // How the MTU to set is known.
  "basis.flow": "a flow that works has it",
  "basis.ptb": "the PTB names it",
  "basis.passed": "the largest size seen to pass; the limit may be a little higher",
  "basis.standard": "the usual 1500 less the encapsulation, if any: likely, not seen",
  "basis.unknown": "not known yet, so measure it first",

  "remedy.wall.announced":
    "{point} announces an MSS of {mss} (frame {frame}): {mss} + {headers} = {mtu}, so the port it is connected to has an MTU of {mtu}. Packets of {lost} bytes would pass here, and stop there.",
  "remedy.wall.unseen": "not known: nothing behind {point} has been seen to carry {lost} bytes",
  "remedy.wall.unseen-anywhere": "not known: nothing further on has been seen to carry {lost} bytes",
  "remedy.wall.not-seen": "not known: no packet of {mtu} bytes has been seen to pass yet",
  "remedy.wall.mtu-unknown": "not known: {passed} bytes pass and {lost} do not; the MTU that fits lies between",
  "remedy.wall.next-filter": "not known: another filter may stand behind it",
  "remedy.wall.other-filter": "not known: another filter can drop one direction as well",
  "remedy.wall.other-device": "not known: another device on the way can spoil checksums as well",

  "remedy.rollback.command": "{command}",
  "remedy.rollback.either": "{command}   or   {other}",
  "remedy.rollback.mtu": "{command}; note the MTU before: {show}",

  "remedy.client-mtu.title": "Try it: lower the MTU of the client's interface to {mtu}",
  "remedy.client-mtu.title-container":
    "Try it: lower the MTU of the running client to {mtu} (on the client's side: if it is a container)",
  "remedy.client-mtu.scope": "only the client {address}, until its interface is created anew. {mtu}: {basis@basis}.",
  "remedy.client-mtu.needs": "root on the client; no restart",
  "remedy.client-mtu.needs-container": "root on the container's host; no restart",
  "remedy.client-mtu.verify": "{command} shows an MSS of {mss}; then repeat the request that hung",
  "remedy.client-mtu.verify-datagrams": "repeat the request that got no answer",

  "remedy.docker-mtu.title": "On the client's side, if it is a Docker container: set Docker's MTU to {mtu}",
  "remedy.docker-mtu.scope-behind":
    "every container of this Docker host. A container is a guess: {point} forwards the flow of {address}. MTU: {basis@basis}.",
  "remedy.docker-mtu.scope-address":
    "every container of this Docker host. A container is a guess, from the address {address}. MTU: {basis@basis}.",
  "remedy.docker-mtu.needs":
    "root on the Docker host; a restart of Docker, which stops its containers unless live-restore is on. default-network-opts needs Docker 24 (older ones ignore it) and holds for networks created from now on: existing ones must be recreated, with their containers. Docker before 25 shows 1500 on docker0 while no container runs: look inside a container.",
  "remedy.docker-mtu.rollback": "{command}; then recreate the same networks and containers again",
  "remedy.docker.verify": "{command} prints {mtu}; then repeat the request that hung",
  "remedy.docker-network-mtu.title":
    "The same for one Docker network, and before Docker 24: recreate it with an MTU of {mtu}",
  "remedy.docker-network-mtu.scope-behind":
    "the containers on that network. A container is a guess: {point} forwards the flow of {address}. MTU: {basis@basis}.",
  "remedy.docker-network-mtu.scope-address":
    "the containers on that network. A container is a guess, from the address {address}. MTU: {basis@basis}.",
  "remedy.docker-network-mtu.needs": "access to Docker; the network's containers are stopped and created again",
  "remedy.docker-network-mtu.rollback": "recreate the network and its containers without the option",

  "remedy.mss-clamp.title": "Clamp the MSS to {mss} on a router between client and server",
  "remedy.mss-clamp.title-host": "Clamp the MSS to {mss} on {point}, which forwards the flow",
  "remedy.mss-clamp.scope":
    "every new TCP flow this host forwards. It does not mend UDP, QUIC or ESP. MTU: {basis@basis}.",
  "remedy.mss-clamp.needs": "root on that host; no restart, open flows keep their MSS. Lost at reboot unless saved.",
  "remedy.mss-clamp.verify": "{command} shows an MSS of {mss} once past the clamp",

  "remedy.underlay-mtu.title": "Raise the underlay's MTU to {mtu} ({inner} + {overhead})",
  "remedy.underlay-mtu.scope":
    "every host and switch of the underlay: one that is left out drops packets of all tunnels in the same silence",
  "remedy.underlay-mtu.needs":
    "root on the hosts, access to the switches, a maintenance window: some NICs restart their link. Lost at reboot unless configured (netplan, NetworkManager).",
  "remedy.underlay-mtu.verify": "{command} gets replies: {mtu} bytes pass",

  "remedy.overlay-mtu.title":
    "Raise the overlay network's MTU, and with it the port of {point}, from {from} to {to} (OpenStack Neutron)",
  "remedy.overlay-mtu.scope":
    "all guests of that network, and all new networks. One budget for the whole path: {lost} + {adds} = {underlay} on the underlay first, then {lost} on the network. That the overlay is Neutron's is a guess.",
  "remedy.overlay-mtu.scope-crossed":
    "all guests of that network, and all new networks. The underlay has to carry {lost} + {adds} = {underlay}: it did, up to {point}. That the overlay is Neutron's is a guess.",
  "remedy.overlay-mtu.needs":
    "an OpenStack administrator; a restart of neutron-server; each guest has to take up the new MTU (DHCP), and a running guest cannot raise its own: reboot it hard. Flat and VLAN networks that stay at 1500 need physical_network_mtus.",
  "remedy.overlay-mtu.verify": "{command} prints {mtu}, and so does, in the guest: {guest}",
  "remedy.overlay-mtu.rollback": "{command}, then reboot the guests; undo the configuration last",

  "remedy.link-mtu.title": "Raise the MTU between {from} and {to} to {mtu}",
  "remedy.link-mtu.title-router": "Raise the MTU of the link on which {source} drops them to {mtu}",
  "remedy.link-mtu.scope": "all traffic of that link; every port of one layer 2 segment needs the same MTU",
  "remedy.link-mtu.needs":
    "root on the devices of that link; some NICs restart their link. Lost at reboot unless configured.",
  "remedy.link-mtu.verify": "{command} gets replies",

  "remedy.let-ptb-through.title": "Let PTBs through ({family@ptb}), on the way from {point} to {direction@sender}",
  "remedy.let-ptb-through.scope":
    "all flows behind that filter: path MTU discovery works again, for UDP and QUIC too. {source} already says {mtu}. Mind firewalls, NAT and security groups.",
  "remedy.let-ptb-through.needs": "root on the firewall or router; no restart",
  "remedy.let-ptb-through.verify": "{command} shows, on {direction@sender}, the PTB from {source}",

  "remedy.honour-ptb.title": "On {direction@sender}: find out why it ignores the PTB, and let it honour it",
  "remedy.honour-ptb.scope":
    "{direction@sender} alone. Each line removes one cause: a filter in INPUT, path MTU discovery turned off, strict reverse path filtering.",
  "remedy.honour-ptb.needs": "root on that host; no restart",
  "remedy.honour-ptb.verify": "{command} shows mtu {mtu} after the next large packet",
  "remedy.honour-ptb.rollback": "put back the rule and the values of sysctl that were there before",

  "remedy.mtu-probing.title": "On {direction@sender}: let TCP find the size by itself, without PTBs",
  "remedy.mtu-probing.scope":
    "all TCP flows of {direction@sender}: they recover after some timeouts instead of never. UDP, QUIC and ESP stay broken.",
  "remedy.mtu-probing.needs": "root on that host; no restart; holds for new flows",
  "remedy.mtu-probing.verify": "{command} rises, and the transfer goes on after some seconds",

  "remedy.raise-clamp.title": "Let the clamp follow the path's MTU: the path carries an MSS of {mss}",
  "remedy.raise-clamp.scope": "every TCP flow this host forwards",
  "remedy.raise-clamp.needs": "root on the host that clamps; no restart, open flows keep their MSS",
  "remedy.raise-clamp.rollback": "put back the rule as it was",

  "remedy.smaller-dns-answers.title": "Keep DNS answers at 1232 bytes, which need no fragments",
  "remedy.smaller-dns-answers.scope": "the DNS server: larger answers are truncated, and asked for again over TCP",
  "remedy.smaller-dns-answers.needs": "the server's configuration, and a reload",
  "remedy.smaller-dns-answers.verify": "{command} answers, truncated or over TCP",
  "remedy.smaller-dns-answers.rollback": "remove the options, and reload",

  "remedy.let-fragments-through.title": "Find what drops the fragments, and let them through",
  "remedy.let-fragments-through.scope": "everything this host forwards",
  "remedy.let-fragments-through.verify": "{command} shows every fragment on both sides of that host",

  "remedy.filter.needs": "root on the firewall or router; no restart",
  "remedy.filter.verify": "repeat the request that failed",
  "remedy.open-filter.title": "Find what drops the flow (a rule, connection tracking, a dead host), and let it through",
  "remedy.open-filter.scope": "flows to this server only. It may be meant to drop them: ask who made the rule.",

  "remedy.loose-reverse-path.title": "If it is reverse path filtering at {point}: make it loose, or mend the route",
  "remedy.loose-reverse-path.scope": "everything that comes in on that interface",
  "remedy.loose-reverse-path.needs": "root on that host; no restart",

  "remedy.checksum-offload.title":
    "Let the kernel compute checksums: turn the offload off where packets {direction@way} leave",
  "remedy.checksum-offload.scope":
    "one device: the sender's, or the one that encapsulates (a bug of tunnels with checksum offload). Costs some CPU.",
  "remedy.checksum-offload.needs": "root on that host; no restart",
  "remedy.checksum-offload.verify": "{command} shows nothing at {point}",
} as const;
