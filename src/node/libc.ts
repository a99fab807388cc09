/** The system calls that Node does not offer, as functions of numbers and buffers. Each returns -1 where it fails; `errno` says why. */
export interface Libc {
  socket(domain: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Buffer, length: number): number;
  /** `length` holds the room before the call and what was written after it. */
  getsockopt(fd: number, level: number, name: number, value: Buffer, length: Buffer): number;
  bind(fd: number, address: Buffer, length: number): number;
  connect(fd: number, address: Buffer, length: number): number;
  getsockname(fd: number, address: Buffer, length: Buffer): number;
  send(fd: number, bytes: Buffer, length: number, flags: number): number;
  sendto(fd: number, bytes: Buffer, length: number, flags: number, address: Buffer, addressLength: number): number;
  recv(fd: number, bytes: Buffer, length: number, flags: number): number;
  /** `header` is a struct msghdr, its pointers from {@link addressOf}. */
  recvmsg(fd: number, header: Buffer, flags: number): number;
  close(fd: number): number;
  errno(): number;
  /** Where a buffer lies; it must stay referenced while the address is in use. */
  addressOf(buffer: Buffer): bigint;
}

let loaded: Promise<Libc | null> | undefined;

/**
 * The C library of this process through koffi, or null where that cannot be had: another system than Linux on a little-endian 64-bit
 * machine (the layouts of sockets are the kernel's own), no prebuilt koffi, or HOPSCOPE_NO_FFI in the environment.
 */
export function loadLibc(): Promise<Libc | null> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Libc | null> {
  if (process.env.HOPSCOPE_NO_FFI || process.platform !== "linux" || !["x64", "arm64"].includes(process.arch))
    return null;
  try {
    const { default: koffi } = await import("koffi");
    const c = koffi.load(null);
    return {
      socket: c.func("int socket(int, int, int)"),
      setsockopt: c.func("int setsockopt(int, int, int, const void *, uint32)"),
      getsockopt: c.func("int getsockopt(int, int, int, _Out_ void *, _Inout_ void *)"),
      bind: c.func("int bind(int, const void *, uint32)"),
      connect: c.func("int connect(int, const void *, uint32)"),
      getsockname: c.func("int getsockname(int, _Out_ void *, _Inout_ void *)"),
      send: c.func("int64 send(int, const void *, size_t, int)"),
      sendto: c.func("int64 sendto(int, const void *, size_t, int, const void *, uint32)"),
      recv: c.func("int64 recv(int, _Out_ void *, size_t, int)"),
      recvmsg: c.func("int64 recvmsg(int, _Inout_ void *, int)"),
      close: c.func("int close(int)"),
      errno: () => koffi.errno(),
      addressOf: (buffer) => koffi.address(buffer),
    };
  } catch {
    return null;
  }
}
