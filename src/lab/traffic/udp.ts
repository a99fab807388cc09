import { randomFillSync } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { splitAddress } from "./address.js";
import { patienceOf, type Server, type UdpStep } from "./plan.js";

/** Room in front of every payload for what the two sides need to tell each other: answers, bytes. */
const HEADER_AT = 20;

/** Answers each datagram as its header asks. */
export function bindUdp(server: Server & { kind: "udp" }): Promise<void> {
  const sixth = isIPv6(server.address ?? "");
  const socket = createSocket(sixth ? "udp6" : "udp4");
  socket.on("error", () => {});
  socket.on("message", (message, peer) => {
    if (message.length < HEADER_AT + 4) return;
    const answers = message.readUInt16BE(HEADER_AT);
    const bytes = message.readUInt16BE(HEADER_AT + 2);
    for (let i = 0; i < answers; i++)
      send(socket, fill(message.subarray(0, HEADER_AT), bytes, 0, 0), peer.port, peer.address);
  });
  return new Promise((resolve) => socket.bind(server.port, server.address, resolve));
}

/** Sends every datagram once and waits for its answers; ok when all came. */
export async function runUdpClient(step: UdpStep): Promise<string> {
  const { address, port } = splitAddress(step.to);
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  socket.on("error", () => {});
  let heard = 0;
  socket.on("message", () => heard++);
  const answers = step.answers ?? 1;
  for (const [n, size] of step.sizes.entries()) {
    const answer = Array.isArray(step.answer) ? (step.answer[n] ?? 64) : (step.answer ?? 64);
    send(socket, fill(head(step.shape ?? "plain", n), size, answers, answer), port, address);
    await new Promise((resolve) => setTimeout(resolve, step.interval ?? 100));
  }
  const expected = step.sizes.length * answers;
  const until = Date.now() + patienceOf(step);
  while (heard < expected && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
  socket.close();
  return heard >= expected ? "ok" : "timeout";
}

function send(socket: Socket, payload: Buffer, port: number, address: string): void {
  // What the kernel refuses (message too long) is part of what the scenario shows.
  socket.send(payload, port, address, () => {});
}

/** The first bytes of a payload, so that dissectors see what they would see in the field. */
function head(shape: "plain" | "dns" | "quic", n: number): Buffer {
  const bytes = Buffer.alloc(HEADER_AT);
  randomFillSync(bytes);
  // Long headers (Initial, version 1) until the handshake would be done, short ones after it (RFC 9000 section 17).
  if (shape === "quic") n < 2 ? Buffer.from("c00000000108", "hex").copy(bytes) : bytes.writeUInt8(0x40, 0);
  // A query with one question; the identification stays random (RFC 1035 section 4.1.1).
  if (shape === "dns") Buffer.from("01000001000000000000", "hex").copy(bytes, 2);
  return bytes;
}

function fill(first: Buffer, size: number, answers: number, answer: number): Buffer {
  const payload = Buffer.alloc(Math.max(size, HEADER_AT + 4));
  randomFillSync(payload);
  first.copy(payload);
  payload.writeUInt16BE(answers, HEADER_AT);
  payload.writeUInt16BE(answer, HEADER_AT + 2);
  return payload;
}
