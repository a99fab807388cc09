import type { Situation } from "./situation.js";

/**
 * Whether the client may be a container: a host on the way forwards its flow as Docker's bridges do, or its address is one of those Docker
 * gives out by default (172.17.0.0/16 to 172.31.0.0/16; moby's ipamutils). No capture can tell for certain.
 */
export function mayBeContainer(s: Situation): boolean {
  return s.announced?.forwards === true || /^172\.(1[7-9]|2\d|3[01])\./.test(s.client.address);
}

/** A command line inside the container's network namespace, run on its host: images often have no `ip`. */
export function inContainer(command: string): string {
  return `nsenter -t "$(docker inspect -f '{{.State.Pid}}' <CONTAINER>)" -n ${command}`;
}
