/** Headings and labels of reports for people. */
export const report = {
  "report.colon": ": ",
  "report.comma": ", ",
  "report.stack": "{stack@stack}",
  "report.client": "client",
  "report.server": "server",

  "report.several": "{count} causes for flows that failed.",
  "report.healthy":
    "Nothing is wrong here: {flows} {flows|flow|flows} at {points} vantage {points|point|points}, none of them failed.",
  "report.costs-only":
    "No flow failed, but some paid a price: {flows} {flows|flow|flows} at {points} vantage {points|point|points}.",
  "report.no-flows": "No flow was found at {points} vantage {points|point|points}: there is nothing to judge.",
  "report.and-flows": "{flow} and {count} more {count|flow|flows}",

  "report.path": "Path",
  "report.path-passed": "passed",
  "report.path-lost": "lost",
  "report.in-tunnel": "in {stack@stack}, +{overhead}",
  "report.renamed": "NAT: here {address}",
  "report.unseen-here": "did not see this flow",
  "report.break-size": "{size} bytes {direction@towards} stop here",
  "report.break": "packets {direction@towards} stop here",

  "report.sum": "Sum (bytes)",
  "report.shown-by": "What shows it",
  "report.evidence": "Evidence (frame numbers and display filters for Wireshark)",
  "report.ruled-out": "Ruled out",
  "report.next": "What would decide",
  "report.remedies": "What to change, the smallest change first",
  "report.sufficient": "enough alone",
  "report.insufficient": "not enough alone",
  "report.unproven": "not known to be enough alone",
  "report.remedy-scope": "affects",
  "report.remedy-needs": "needs",
  "report.remedy-nextWall": "next wall",
  "report.remedy-verify": "verify",
  "report.remedy-rollback": "undo",

  "report.further": "Further causes",
  "report.costs": "Costs: flows that completed, at a price",
  "report.context": "Also noticed",
  "report.frame-at": "{point} frame {frame}",
  "report.more": "and {count} more; --json has all",

  "report.flows": "Flows",
  "report.more-flows": "and {count} more, {failed} of them failed; --json has all",
  "report.mss": "MSS {client} and {server}",
  "report.baseline": "baseline",

  "report.vantage-points": "Vantage points",
  "report.frames": "{frames} {frames|frame|frames}",
  "report.damaged": "breaks off after frame {frame}, at byte {offset}: {what}",
  "report.dropped": "{count} {count|frame|frames} dropped by the capture itself",
  "report.no-packets": "no IP packet (link type {linkType})",
  "report.clock-ahead": "clock {seconds} s ahead of the first point's",
  "report.clock-behind": "clock {seconds} s behind the first point's",
} as const;
