/** What a finding is, by its stable code; a code never changes its meaning. Words live in messages/. */
export const CODES = {
  "mtu-black-hole": { category: "mtu", severity: "critical" },
  "ptb-not-delivered": { category: "mtu", severity: "critical" },
  "ptb-ignored": { category: "mtu", severity: "critical" },
  "fragments-lost": { category: "mtu", severity: "critical" },
  fragmentation: { category: "mtu", severity: "warning" },
  "pmtud-recovery": { category: "mtu", severity: "warning" },
  "mss-over-clamped": { category: "mtu", severity: "warning" },
  "mss-mismatch": { category: "info", severity: "info" },
  "mss-clamped": { category: "info", severity: "info" },
  "super-frames": { category: "info", severity: "info" },
  "capture-incomplete": { category: "info", severity: "info" },
  "random-loss": { category: "other", severity: "warning" },
  "one-way-traffic": { category: "other", severity: "critical" },
  "policy-drop": { category: "other", severity: "critical" },
  "syn-unanswered": { category: "other", severity: "critical" },
  "connection-reset": { category: "other", severity: "critical" },
  "tls-alert": { category: "other", severity: "critical" },
  "server-silent": { category: "other", severity: "critical" },
  "zero-window": { category: "other", severity: "warning" },
  "bad-checksum": { category: "other", severity: "critical" },
  undetermined: { category: "other", severity: "warning" },
} as const satisfies Record<string, { category: Category; severity: Severity }>;

export type Category = "mtu" | "other" | "info";
export type Severity = "critical" | "warning" | "info";
export type Code = keyof typeof CODES;

/** `primary` explains failed flows; `cost` is a price completed flows paid; `context` is category info. */
export type Role = "primary" | "cost" | "context";
export type Certainty = "proven" | "likely" | "possible";
export type FlowDirection = "client-to-server" | "server-to-client";
