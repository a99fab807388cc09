import { useRef } from "preact/hooks";
import { CopyButton } from "../parts/copy-button.js";
import { t } from "../speak.js";
import { open, server } from "../state.js";
import { ServerCaptures } from "./server-captures.js";

const COMMANDS = [
  [
    "drop.how-container",
    "nsenter -t \"$(docker inspect -f '{{.State.Pid}}' NAME)\" -n tcpdump -i eth0 -s 128 -w container.pcap",
  ],
  ["drop.how-host", "tcpdump -i any -s 128 -w vm.pcap"],
  ["drop.how-nic", "tcpdump -i NIC -s 192 -w nic.pcap"],
] as const;

/** What is seen before there is a report. */
export function Start() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <main id="main" class="start">
      <section class="drop-zone" aria-labelledby="drop-heading">
        <Hops />
        <h1 id="drop-heading">{t("drop.title")}</h1>
        <p class="drop-lead">{t("drop.lead")}</p>
        <button type="button" class="primary" onClick={() => input.current?.click()}>
          {t("drop.choose")}
        </button>
        <input
          ref={input}
          id="files"
          type="file"
          multiple
          class="unseen"
          tabIndex={-1}
          aria-label={t("drop.choose")}
          onChange={(e) => open([...(e.currentTarget.files ?? [])])}
        />
        <p class="drop-formats">{t("drop.formats")}</p>
        <p class="drop-private">{t("drop.private")}</p>
      </section>
      {server !== null && <ServerCaptures directory={server.directory} />}
      <section class="how" aria-labelledby="how-heading">
        <h2 id="how-heading">{t("drop.how")}</h2>
        <p class="lead">{t("drop.how-lead")}</p>
        <dl>
          {COMMANDS.map(([key, command]) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd>
                <code tabIndex={0}>{command}</code>
                <CopyButton text={command} what={t(key)} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </main>
  );
}

/** Small packets hop to the end, a large one stops. */
function Hops() {
  return (
    <svg class="hops" viewBox="0 0 420 106" role="presentation" aria-hidden="true">
      {[30, 120, 210, 300, 390].map((x) => (
        <circle key={x} cx={x} cy="70" r="5" class="hops-node" />
      ))}
      {[30, 120, 210, 300].map((x) => (
        <path key={x} d={`M${x} 62c18-44 72-44 90 0`} class="hops-small" />
      ))}
      <path d="M390 78c-18 22-72 22-90 0" class="hops-large" />
      <path d="M300 78c-8 10-22 15-36 16" class="hops-large" />
      <path d="m247 83 14 14m0-14-14 14" class="hops-stop" />
    </svg>
  );
}
