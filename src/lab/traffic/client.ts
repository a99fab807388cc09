import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { splitAddress } from "./address.js";
import { type HttpStep, patienceOf } from "./plan.js";

const END = "\r\n\r\n";

/** What the client does once it has had so many answers on a connection; it asks on when that is done. */
export type Interrupt = (answers: number) => Promise<void>;

/** Makes the connections of a step; the worst outcome of them is the outcome. */
export async function runClient(step: HttpStep, interrupt?: Interrupt): Promise<string> {
  const connections = step.connections ?? 1;
  const outcomes: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next++ < connections) outcomes.push(await converse(step, interrupt));
  };
  await Promise.all(Array.from({ length: step.parallel ?? 1 }, worker));
  return outcomes.find((outcome) => outcome !== "ok") ?? "ok";
}

/** One connection with its requests, by hand: nothing is retried or pooled behind the scenario's back. */
function converse(step: HttpStep, interrupt: Interrupt = async () => {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = open(step);
    if (step.keepAlive) socket.setKeepAlive(true, step.keepAlive);
    const requests = step.requests ?? 1;
    let answers = 0;
    let received = Buffer.alloc(0);
    const finish = (outcome: string) => {
      clearTimeout(timer);
      if (outcome === "ok" && !step.abort) {
        socket.end();
        socket.once("close", () => resolve(outcome));
        setTimeout(() => resolve(outcome), 300).unref();
      } else {
        if (outcome === "ok" && "resetAndDestroy" in socket) socket.resetAndDestroy();
        else socket.destroy();
        // The namespace's kernel still has to send what closing means.
        setTimeout(() => resolve(outcome), 20);
      }
    };
    const giveUp = () => setTimeout(() => finish("timeout"), patienceOf(step));
    let timer = giveUp();
    const ask = () => {
      const { upload = 0, download = 0, delay = 0 } = step;
      socket.write(
        `POST /${download}${delay ? `?delay=${delay}` : ""} HTTP/1.1\r\nHost: lab.test\r\nContent-Length: ${upload}${END}` +
          "u".repeat(upload),
      );
    };
    socket.once(step.kind === "tls" ? "secureConnect" : "connect", ask);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (step.slowReader) pauseFor(socket, step.slowReader);
      const body = received.indexOf(END);
      if (body < 0 || received.length < body + END.length + (step.download ?? 0)) return;
      received = Buffer.alloc(0);
      if (++answers === requests) return finish("ok");
      clearTimeout(timer);
      setTimeout(async () => {
        await interrupt(answers);
        timer = giveUp();
        ask();
      }, step.pause ?? 0);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => finish(nameOf(error)));
    socket.on("end", () => finish("failed"));
  });
}

function open(step: HttpStep): Socket {
  const { address, port } = splitAddress(step.to);
  const target = { host: address, port, ...(step.localPort ? { localPort: step.localPort } : {}) };
  if (step.kind === "http") return connectTcp({ ...target, noDelay: true });
  return connectTls({
    ...target,
    servername: step.sni ?? "lab.test",
    rejectUnauthorized: false,
    ecdhCurve: "X25519",
    ALPNProtocols: ["http/1.1", ...padding(step.helloPadding ?? 0)],
    ...(step.maxVersion ? { maxVersion: step.maxVersion } : {}),
  });
}

/** ALPN names of 200 bytes (201 with their length), about `bytes` in all. */
function padding(bytes: number): string[] {
  return Array.from({ length: Math.ceil(bytes / 201) }, (_, i) => `x-padding-${i}`.padEnd(200, "."));
}

function pauseFor(socket: Socket, milliseconds: number): void {
  socket.pause();
  setTimeout(() => socket.resume(), milliseconds);
}

function nameOf(error: NodeJS.ErrnoException): string {
  if (error.code === "ECONNRESET" || error.code === "EPIPE") return "reset";
  if (error.code === "ECONNREFUSED") return "refused";
  if (error.code?.startsWith("ERR_SSL") || /alert/.test(error.message)) return "alert";
  return "failed";
}
