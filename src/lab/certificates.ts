import { X509Certificate } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./command.js";

/** Bytes of each certificate (DER). Fixed, so that a handshake has the same sizes on every run. */
const CERTIFICATE_BYTES = 1200;

/** Files of a TLS server's key and certificate. */
export interface Identity {
  key: string;
  certificate: string;
}

let identity: Promise<Identity> | undefined;

/** The key and the certificate of every TLS server of this process, made once and removed with it. */
export function sharedIdentity(): Promise<Identity> {
  identity ??= makeIdentity();
  return identity;
}

/** Makes a key and a certificate of exactly {@link CERTIFICATE_BYTES}, padded by a comment. */
async function makeIdentity(): Promise<Identity> {
  const dir = await mkdtemp(join(tmpdir(), "hopscope-lab-"));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  const key = join(dir, "key.pem");
  const certificate = join(dir, "certificate.pem");
  await run(["openssl", "genrsa", "-out", key, "2048"]);
  let padding = 300;
  for (let attempt = 0; attempt < 5; attempt++) {
    const comment = `nsComment=${"x".repeat(padding)}`;
    await run(
      [
        "openssl",
        "req",
        "-x509",
        "-key",
        key,
        "-out",
        certificate,
        "-days",
        "3650",
        "-set_serial",
        "1",
        "-sha256",
      ].concat(["-subj", "/CN=lab.test", "-addext", "subjectAltName=DNS:lab.test", "-addext", comment]),
    );
    const bytes = new X509Certificate(await readFile(certificate)).raw.length;
    if (bytes === CERTIFICATE_BYTES) break;
    padding += CERTIFICATE_BYTES - bytes;
  }
  return { key, certificate };
}
