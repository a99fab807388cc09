/** The one alert that ends a connection as it should, RFC 8446 section 6.1. */
export const TLS_CLOSE_NOTIFY = 0;

/** Accessors take the offset of an alert in the clear, RFC 8446 section 6. */
export const tlsAlert = {
  level: (b: Uint8Array, at: number) => b[at],
  description: (b: Uint8Array, at: number) => b[at + 1],
};

/** Names of alerts, IANA "TLS Alerts". */
const ALERTS: Record<number, string> = {
  0: "close_notify",
  10: "unexpected_message",
  20: "bad_record_mac",
  21: "decryption_failed",
  22: "record_overflow",
  30: "decompression_failure",
  40: "handshake_failure",
  41: "no_certificate",
  42: "bad_certificate",
  43: "unsupported_certificate",
  44: "certificate_revoked",
  45: "certificate_expired",
  46: "certificate_unknown",
  47: "illegal_parameter",
  48: "unknown_ca",
  49: "access_denied",
  50: "decode_error",
  51: "decrypt_error",
  70: "protocol_version",
  71: "insufficient_security",
  80: "internal_error",
  86: "inappropriate_fallback",
  90: "user_canceled",
  100: "no_renegotiation",
  109: "missing_extension",
  110: "unsupported_extension",
  112: "unrecognized_name",
  113: "bad_certificate_status_response",
  115: "unknown_psk_identity",
  116: "certificate_required",
  120: "no_application_protocol",
};

/** The alert's name, or its number as text. */
export function tlsAlertName(description: number): string {
  return ALERTS[description] ?? String(description);
}
