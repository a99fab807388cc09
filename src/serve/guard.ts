import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";

export interface Guard {
  /** What the URL must begin with. */
  token: string;
  /** Values of the Host header that mean this server. */
  hosts: () => readonly string[];
  /** The page's own policy. */
  policy: string;
}

/**
 * Lets through only who was given the URL: other users of this machine lack the token, and pages of other sites are told by Host
 * (DNS rebinding) and Origin. What is refused learns nothing, not even which of these was wrong.
 */
export function guarded({ token, hosts, policy }: Guard): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header("host") ?? "";
    const origin = c.req.header("origin");
    const site = c.req.header("sec-fetch-site");
    const [, given = ""] = c.req.path.split("/");
    const welcome =
      hosts().includes(host) &&
      (origin === undefined || origin === `http://${host}`) &&
      // A link that somebody follows by hand comes as "none" from outside, and as "same-origin" from the page.
      (site === undefined || site === "none" || site === "same-origin") &&
      isSame(given, token);
    if (!welcome) return c.text("Not found\n", 404);
    await next();
    c.header("content-security-policy", `${policy}; frame-ancestors 'none'`);
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
    c.header("cross-origin-opener-policy", "same-origin");
    c.header("cross-origin-resource-policy", "same-origin");
    c.header("cache-control", "no-store");
    return undefined;
  };
}

/** Takes as long for any wrong token. */
function isSame(given: string, token: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}
