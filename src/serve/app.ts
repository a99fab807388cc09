import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { stream } from "hono/streaming";
import { embedIn } from "../report/html.js";
import { analyzeCaptures } from "./analysis.js";
import { listCaptures } from "./captures.js";
import { guarded } from "./guard.js";

export interface ServeOptions {
  /** The built page (web/). */
  page: string;
  directory: string;
  token: string;
  /** Values of the Host header that mean this server. */
  hosts: () => readonly string[];
}

/** Names of captures are all that is ever sent here. */
const LARGEST_BODY = 64 * 1024;
const MOST_CAPTURES = 64;

/** The page, the list of captures, and their analysis; all below the token. */
export function serveApp({ page, directory, token, hosts }: ServeOptions): Hono {
  // A page that lies on a server may ask that server, and nobody else.
  const served = embedIn(page.replace("connect-src 'none'", "connect-src 'self'"), "hopscope-server", { directory });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(served)?.[1] ?? "default-src 'none'";
  const app = new Hono();
  app.use(guarded({ token, hosts, policy }));
  app.get(`/${token}`, (c) => c.redirect(`/${token}/`));
  app.get(`/${token}/`, (c) => c.html(served));
  app.get(`/${token}/api/captures`, async (c) => c.json({ captures: await listCaptures(directory) }));
  app.post(
    `/${token}/api/analyze`,
    bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => c.text("Too large\n", 413) }),
    oneAtATime((c, done) => analyze(c, directory, done)),
  );
  app.notFound((c) => c.text("Not found\n", 404));
  return app;
}

/** Analyses take a processor each: a second one waits for nobody, it is refused. */
function oneAtATime(answer: (c: Context, done: () => void) => Promise<Response>) {
  let busy = false;
  return async (c: Context): Promise<Response> => {
    if (busy) return c.text("another analysis is running\n", 429);
    busy = true;
    const done = () => {
      busy = false;
    };
    try {
      return await answer(c, done);
    } catch (error) {
      done();
      throw error;
    }
  };
}

async function analyze(c: Context, directory: string, done: () => void): Promise<Response> {
  const asked = wantedIn(await c.req.json().catch(() => null));
  const listed = new Map((await listCaptures(directory)).map((l) => [l.path, l]));
  const captures = asked?.flatMap((path) => listed.get(path) ?? []) ?? [];
  // Only what was listed can be asked for: no path leads out of the directory.
  if (asked === null || captures.length !== asked.length) {
    done();
    return c.text("no such capture\n", 400);
  }
  c.header("content-type", "application/x-ndjson");
  return stream(c, async (out) => {
    const control = new AbortController();
    out.onAbort(() => control.abort());
    try {
      await analyzeCaptures(
        directory,
        captures,
        async (event) => {
          await out.write(`${JSON.stringify(event)}\n`);
        },
        control.signal,
      );
    } finally {
      done();
    }
  });
}

function wantedIn(body: unknown): string[] | null {
  const captures = (body as { captures?: unknown } | null)?.captures;
  if (!Array.isArray(captures) || captures.length === 0 || captures.length > MOST_CAPTURES) return null;
  return captures.every((path) => typeof path === "string") && new Set(captures).size === captures.length
    ? captures
    : null;
}
