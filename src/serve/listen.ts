import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { UserError } from "../node/errors.js";
import { serveApp } from "./app.js";

/** Never anything but this machine itself. */
const LOOPBACK = "127.0.0.1";

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** Starts the server; port 0 means any that is free. Throws {@link UserError} where it cannot listen. */
export function listen(page: string, directory: string, port: number): Promise<Listening> {
  const token = randomBytes(24).toString("base64url");
  let taken = port;
  const hosts = () => [`${LOOPBACK}:${taken}`, `localhost:${taken}`];
  const app = serveApp({ page, directory, token, hosts });
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: LOOPBACK, port }, (info) => {
      taken = info.port;
      resolve({
        url: `http://${LOOPBACK}:${taken}/${token}/`,
        close: () => new Promise((closed) => server.close(() => closed())),
      });
    }) as Server;
    server.headersTimeout = 10_000;
    server.requestTimeout = 30_000;
    server.on("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "it is in use" : error.message;
      reject(new UserError("cannot-listen", `port ${port}: ${why}`, "hopscope serve --port 0"));
    });
  });
}
