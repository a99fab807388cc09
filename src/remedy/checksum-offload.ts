import { phrase } from "../diagnose/finding.js";
import type { Remedy } from "./remedy.js";
import type { Situation } from "./situation.js";

/** A NIC that fills checksums in wrongly, most often inside a tunnel: let the kernel do it. */
export function checksumOffload(s: Situation): Remedy {
  return {
    id: "checksum-offload",
    title: phrase("remedy.checksum-offload.title", { direction: s.direction }),
    commands: ["ethtool -K <DEVICE> tx off"],
    scope: phrase("remedy.checksum-offload.scope"),
    needs: phrase("remedy.checksum-offload.needs"),
    sufficient: false,
    nextWall: phrase("remedy.wall.other-device"),
    verify: phrase("remedy.checksum-offload.verify", {
      point: s.lastSeenAt ?? "?",
      command: "tcpdump -nvvi any 'tcp or udp' | grep incorrect",
    }),
    rollback: phrase("remedy.rollback.command", { command: "ethtool -K <DEVICE> tx on" }),
  };
}
