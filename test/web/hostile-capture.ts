import { pcapngWriter } from "../../src/capture/pcapng-writer.js";
import { concat, u16 } from "../capture/bytes.js";
import { Talk } from "../support/talk.js";

/** Names that would do harm if anything took them for markup. */
export const MARKUP = {
  name: "<svg><b onclick>",
  interface: '</script><script>window.pwned=3</script><img src=x onerror="window.pwned=4">',
  sni: '"><svg/onload=window.pwned=5><!--<script>',
};

/** A pcapng whose interface, and whose ClientHello's server name, are markup. The server never answers the hello. */
export function hostileCapture(): Uint8Array {
  const talk = new Talk(["here"]).handshake().send({ from: "client", flags: "PA", seq: 1, ack: 1, payload: hello() });
  const frames = talk.captured("here").map(({ bytes, time }) =>
    pcapngWriter.frame({
      interfaceIndex: 0,
      seconds: 1_700_000_000 + Math.floor(time),
      nanos: Math.round((time % 1) * 1e9),
      bytes,
      wireLength: bytes.length,
      direction: "unknown",
      comments: [],
    }),
  );
  const described = pcapngWriter.interface({ name: MARKUP.interface, linkType: 1, snaplen: 0 });
  // Two interfaces, so that the vantage points take their names.
  const other = pcapngWriter.interface({ name: "eth1", linkType: 1, snaplen: 0 });
  const elsewhere = pcapngWriter.frame({
    interfaceIndex: 1,
    seconds: 1_700_000_000,
    nanos: 0,
    bytes: talk.captured("here")[0].bytes,
    wireLength: 60,
    direction: "unknown",
    comments: [],
  });
  return concat(pcapngWriter.section("test"), described, other, ...frames, elsewhere);
}

/** RFC 8446 section 4.1.2, with the server_name extension of RFC 6066 section 3. */
function hello(): Uint8Array {
  const name = new TextEncoder().encode(MARKUP.sni);
  const entry = concat(Uint8Array.of(0), u16(name.length, false), name);
  const list = concat(u16(entry.length, false), entry);
  const extension = concat(u16(0, false), u16(list.length, false), list);
  const body = concat(
    u16(0x0303, false),
    new Uint8Array(32),
    Uint8Array.of(0),
    u16(2, false),
    u16(0x1301, false),
    Uint8Array.of(1, 0),
    u16(extension.length, false),
    extension,
  );
  const message = concat(Uint8Array.of(1, 0), u16(body.length, false), body);
  return concat(Uint8Array.of(22, 3, 1), u16(message.length, false), message);
}
