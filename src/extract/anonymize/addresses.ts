import { sipHash } from "./siphash.js";

/** What an address is taken for: kept whole, or how many of its leading bits are. */
interface Block {
  prefix: readonly number[];
  bits: number;
  kept: number;
}

/**
 * IPv4 blocks that mean something (RFC 6890, RFC 5771): an address stays in its own. Public addresses are in none, and come out in none.
 * Of 172.16.0.0/12 two bytes are kept: which of Docker's default networks it is says a lot about the path, and nothing about whose it is.
 */
const BLOCKS4: readonly Block[] = [
  { prefix: [0], bits: 8, kept: 32 },
  { prefix: [10], bits: 8, kept: 8 },
  { prefix: [100, 64], bits: 10, kept: 10 },
  { prefix: [127], bits: 8, kept: 32 },
  { prefix: [169, 254], bits: 16, kept: 16 },
  { prefix: [172, 16], bits: 12, kept: 16 },
  { prefix: [192, 0, 0], bits: 24, kept: 24 },
  { prefix: [192, 0, 2], bits: 24, kept: 24 },
  { prefix: [192, 168], bits: 16, kept: 16 },
  { prefix: [198, 18], bits: 15, kept: 15 },
  { prefix: [198, 51, 100], bits: 24, kept: 24 },
  { prefix: [203, 0, 113], bits: 24, kept: 24 },
  { prefix: [224, 0, 0], bits: 24, kept: 32 },
  { prefix: [224], bits: 4, kept: 4 },
  { prefix: [255, 255, 255, 255], bits: 32, kept: 32 },
  { prefix: [240], bits: 4, kept: 4 },
];

/** The same for IPv6 (RFC 6890, RFC 4291); addresses that hold an IPv4 address are apart. */
const BLOCKS6: readonly Block[] = [
  { prefix: [0x20, 0x01, 0x0d, 0xb8], bits: 32, kept: 32 },
  { prefix: [0x20, 0x01, 0, 0], bits: 32, kept: 32 }, // Teredo
  { prefix: [0x20, 0x02], bits: 16, kept: 16 }, // 6to4
  { prefix: [0xfe, 0x80], bits: 10, kept: 64 },
  { prefix: [0xfc], bits: 7, kept: 8 },
  // Solicited-node multicast ends in a unicast address's last bytes.
  { prefix: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff], bits: 104, kept: 104 },
  { prefix: [0xff], bits: 8, kept: 16 },
];

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const NAT64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

/** Answers kept before all are forgotten and found again: they depend on the key alone. */
const MAX_KNOWN = 100_000;

const DOMAIN = { ipv4: 4, ipv6: 6, mac: 48 } as const;

/**
 * Replaces addresses by others, one to one under a key of 16 bytes: equal ones stay equal, different ones different, and two that
 * share a prefix share one as long (Crypto-PAn: Xu, Fan, Ammar, Moon, 2002), so that networks stay networks. What kind an address is of
 * (private, public, link-local, multicast, loopback) stays too.
 */
export class AddressMap {
  private readonly known = new Map<string, Uint8Array>();
  private readonly key: Uint8Array;

  constructor(key: Uint8Array) {
    this.key = key;
  }

  ipv4(address: Uint8Array): Uint8Array {
    return this.remember(address, () => this.walk(address, BLOCKS4, 0, DOMAIN.ipv4));
  }

  ipv6(address: Uint8Array): Uint8Array {
    return this.remember(address, () => this.mapIpv6(address));
  }

  /** Group addresses of protocols stay; of those made from an IP address, the last three bytes are replaced. */
  mac(address: Uint8Array): Uint8Array {
    return this.remember(address, () => {
      if (address.every((byte) => byte === 0) || address.every((byte) => byte === 0xff)) return address;
      const isGroup = (address[0] & 1) !== 0;
      const fromIp = (address[0] === 0x01 && address[2] === 0x5e) || (address[0] === 0x33 && address[1] === 0x33);
      if (isGroup && !fromIp) return address;
      const [low, high] = sipHash(this.key, Uint8Array.of(DOMAIN.mac, ...address));
      const out = Uint8Array.of(low, low >>> 8, low >>> 16, high, high >>> 8, high >>> 16);
      if (isGroup) out.set(address.subarray(0, 3));
      // Individual or group, universal or local: IEEE 802 clause 8.2.
      out[0] = (out[0] & 0xfc) | (address[0] & 0x03);
      return out;
    });
  }

  private remember(address: Uint8Array, find: () => Uint8Array): Uint8Array {
    const key = String.fromCharCode(...address);
    let found = this.known.get(key);
    if (found === undefined) {
      found = find();
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      this.known.set(key, found);
    }
    return found;
  }

  private mapIpv6(address: Uint8Array): Uint8Array {
    if (address.subarray(0, 15).every((byte) => byte === 0)) return address;
    if (startsWith(address, MAPPED, 96) || startsWith(address, NAT64, 96)) {
      const out = address.slice();
      out.set(this.ipv4(address.slice(12)), 12);
      return out;
    }
    const assigned = address[0] === 0xff && address.subarray(2, 14).every((byte) => byte === 0);
    return assigned ? address : this.walk(address, BLOCKS6, 3, DOMAIN.ipv6);
  }

  /** What lies in a block stays there; what lies in none is replaced until it lies in none again, which keeps it one to one. */
  private walk(address: Uint8Array, blocks: readonly Block[], kept: number, domain: number): Uint8Array {
    const own = blockOf(address, blocks);
    if (own !== undefined) return this.replace(address, own.kept, domain);
    let out = address;
    do out = this.replace(out, kept, domain);
    while (blockOf(out, blocks) !== undefined);
    return out;
  }

  /** Each bit is turned, or not, by a function of those before it. */
  private replace(address: Uint8Array, kept: number, domain: number): Uint8Array {
    const out = address.slice();
    // The domain, how many bits follow, and those bits.
    const input = new Uint8Array(2 + address.length);
    input[0] = domain;
    for (let bit = 0; bit < address.length * 8; bit++) {
      const at = bit >> 3;
      const mask = 0x80 >> (bit & 7);
      input[1] = bit;
      if (bit >= kept && (sipHash(this.key, input)[0] & 1) !== 0) out[at] ^= mask;
      input[2 + at] |= address[at] & mask;
    }
    return out;
  }
}

function blockOf(address: Uint8Array, blocks: readonly Block[]): Block | undefined {
  return blocks.find(({ prefix, bits }) => startsWith(address, prefix, bits));
}

function startsWith(address: Uint8Array, prefix: readonly number[], bits: number): boolean {
  for (let at = 0; at * 8 < bits; at++) {
    const mask = bits - at * 8 >= 8 ? 0xff : 0xff00 >> (bits - at * 8);
    if (((address[at] ^ (prefix[at] ?? 0)) & mask & 0xff) !== 0) return false;
  }
  return true;
}
