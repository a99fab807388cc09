import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type AddressFacts, type ConnectionFacts, endpoint } from "./facts.js";
import type { MeasureOptions } from "./measure.js";
import { requestTo, serverName } from "./request.js";
import { nothing } from "./reverse.js";
import { readRoute } from "./route.js";

/** What can be told without sockets of our own: whether it connects and works, and how it ends; no sizes. */
export async function measureBlind(options: Omit<MeasureOptions, "libc">): Promise<AddressFacts> {
  const startedAt = performance.now();
  options.onProgress("connect");
  const [route, ordinary] = await Promise.all([readRoute(null, options.to), converse(options)]);
  return {
    family: options.to.family,
    address: options.to.address,
    blind: true,
    route,
    learntAfter: null,
    ordinary,
    small: ordinary,
    others: [],
    towardsUs: nothing("no-ffi"),
    towardsServer: null,
    hops: null,
    cost: { connections: 1, datagrams: 0, bytes: ordinary.said + ordinary.received },
    milliseconds: performance.now() - startedAt,
  };
}

const ENDS: Readonly<Record<string, ConnectionFacts["end"]>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
};

function converse({ to, target, limits, signal }: Omit<MeasureOptions, "libc">): Promise<ConnectionFacts> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const since = () => performance.now() - startedAt;
    const socket: Socket = connectTcp({
      host: to.address,
      port: to.port,
      ...(to.bind === null ? {} : { localAddress: to.bind }),
    });
    const facts: ConnectionFacts = {
      ...EMPTY,
      server: endpoint(to.address, to.port),
      tls: target.protocol === "tls" ? { secure: false, protocol: null } : null,
    };
    const finish = (more: Partial<ConnectionFacts>) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      const said = socket.bytesWritten ?? 0;
      const received = socket.bytesRead ?? 0;
      socket.destroy();
      resolve({ ...facts, watchedFor: since(), said, received, ...more });
    };
    const fail = (error: NodeJS.ErrnoException) => {
      const alert = /alert number (\d+)/.exec(error.message)?.[1];
      finish({
        end: ENDS[error.code ?? ""] ?? "failed",
        error: error.code ?? error.message,
        alert: alert === undefined ? null : { description: Number(alert), from: "server" },
      });
    };
    const abort = () => finish({});
    const timer = setTimeout(() => finish({}), limits.timeout);
    signal.addEventListener("abort", abort);
    socket.on("error", fail);
    socket.once("connect", () => {
      facts.connectedAfter = since();
      facts.client = endpoint(socket.localAddress ?? "?", socket.localPort ?? 0);
      if (target.protocol === "tcp") return finish({ completedAfter: since() });
      if (target.protocol === "http") {
        socket.write(requestTo(target));
        socket.once("data", () => finish({ answeredAfter: since(), completedAfter: since() }));
        socket.once("end", () => finish({ end: "closed" }));
        return;
      }
      const name = serverName(target);
      const tls = connectTls({ socket, rejectUnauthorized: false, ...(name === null ? {} : { servername: name }) });
      tls.on("error", fail);
      tls.once("end", () => finish({ end: "closed" }));
      tls.once("secureConnect", () => {
        facts.tls = { secure: true, protocol: tls.getProtocol() };
        finish({ answeredAfter: since(), completedAfter: since() });
      });
    });
  });
}

const EMPTY: ConnectionFacts = {
  client: null,
  server: "",
  offered: null,
  sendable: null,
  connectedAfter: null,
  answeredAfter: null,
  completedAfter: null,
  watchedFor: 0,
  end: null,
  error: null,
  icmp: null,
  tls: null,
  alert: null,
  said: 0,
  acknowledged: 0,
  received: 0,
  largest: 0,
  outOfOrder: 0,
  retransmitted: 0,
  roundTrip: 0,
};
