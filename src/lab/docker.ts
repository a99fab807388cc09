import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { LabFailed, run, sleep, start, stop } from "./command.js";
import type { Namespaces } from "./namespaces.js";
import type { DockerEngine } from "./scenario.js";

/**
 * Runs a Docker Engine of its own inside the namespace of a host, with one container whose namespace becomes the host
 * `engine.container`. The daemon has a mount namespace of its own, so that its mounts go with it.
 */
export async function addDocker(host: string, engine: DockerEngine, namespaces: Namespaces): Promise<void> {
  const dir = namespaces.folder();
  const file = (name: string) => join(dir, name);
  const socket = `unix://${file("docker.sock")}`;
  await writeFile(file("daemon.json"), JSON.stringify(engine.daemon ?? {}));
  const daemon = start(
    namespaces.inside(host, [
      ...[
        "unshare",
        "-m",
        "dockerd",
        "--data-root",
        file("data"),
        "--exec-root",
        file("exec"),
        "--pidfile",
        file("docker.pid"),
      ],
      ...["-H", socket, "--config-file", file("daemon.json"), "--storage-driver", "vfs"],
      ...["--cgroup-parent", basename(dir)],
    ]),
  );
  namespaces.afterwards(() => stop(daemon));
  const docker = (...words: string[]) => run(["docker", "-H", socket, ...words]);
  await answering(() => docker("version"));
  await docker("import", await imageOf(dir), "lab");
  if (engine.network) await docker("network", "create", engine.network);
  const network = engine.network ? ["--network", engine.network] : [];
  await docker("run", "-d", "--name", "lab", "--init=false", ...network, "lab", "/bin/busybox", "sleep", "600");
  namespaces.afterwards(async () => {
    await docker("rm", "-f", "lab");
  });
  const pid = Number(await docker("inspect", "-f", "{{.State.Pid}}", "lab"));
  await namespaces.adopt(engine.container, pid);
}

/** A file system of one static program: no registry is asked. */
async function imageOf(dir: string): Promise<string> {
  const root = join(dir, "rootfs");
  await mkdir(join(root, "bin"), { recursive: true });
  await copyFile("/usr/bin/busybox", join(root, "bin", "busybox"));
  await run(["tar", "-C", root, "-cf", join(dir, "rootfs.tar"), "."]);
  return join(dir, "rootfs.tar");
}

async function answering(ask: () => Promise<string>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if ((await ask().catch(() => null)) !== null) return;
    await sleep(100);
  }
  throw new LabFailed("the Docker daemon does not answer", "apt-get install docker.io busybox-static");
}
