import { createSocket } from "node:dgram";
import { isIP } from "node:net";
import { UserError } from "../node/errors.js";

/** The address family to probe: the one asked for, or else that of the address to send from. @throws UserError where they exclude each other */
export function familyOf({ family, bind }: { family: 4 | 6 | null; bind: string | null }): 4 | 6 | null {
  if (bind === null) return family;
  const own = isIP(bind);
  if (own === 0) throw new UserError("bad-address", `--bind ${bind}: that is no address`, LIST);
  if (family !== null && own !== family)
    throw new UserError("wrong-family", `--bind ${bind}: that is no IPv${family} address`, LIST);
  return own as 4 | 6;
}

/** @throws UserError where no socket of this host can have that address */
export function mustBeOurs(bind: string): Promise<void> {
  const socket = createSocket(isIP(bind) === 6 ? "udp6" : "udp4");
  return new Promise((resolve, reject) => {
    socket.once("error", (error: NodeJS.ErrnoException) => {
      socket.close();
      const why = error.code === "EADDRNOTAVAIL" ? "no interface here has that address" : error.message;
      reject(new UserError("cannot-bind", `--bind ${bind}: ${why}`, LIST));
    });
    socket.bind(0, bind, () => socket.close(() => resolve()));
  });
}

const LIST = "ip -brief address";
