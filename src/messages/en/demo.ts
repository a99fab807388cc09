/** What `hopscope demo` tells. Numbers and names come from the captures. */
export const demo = {
  "demo.title": "The founding incident: a download that hangs",
  "demo.scene":
    "A VM on an OpenStack tenant network (VXLAN) builds images in Docker. In the container, curl https://... connects and hangs; in the VM itself the same command works, and so do ping and small pages from the container. Frames were captured at {points} vantage points, from the container to the border of the data centre. They are real packets: the incident was built again in network namespaces.",
  "demo.path": "client → {path} → server",

  "demo.expert": "What an expert sees",
  "demo.expert-mss":
    "Two SYNs to the same server. The container announces an MSS of {failing}, the VM {working}: one has an interface for packets of {failing} + {headers} = {failingMtu} bytes, the other of {working} + {headers} = {workingMtu}.",
  "demo.expert-sent":
    "The server's first large packet, with the ServerHello, has {size} bytes; with {overhead} of {stack} it leaves {point} as {outer}, {tries} times:",
  "demo.expert-missing":
    "One hop on, {point}. This is all that comes from the server: the small packets, not the large one, and no ICMP that says why:",
  "demo.more-frames": "... and {count} more like it",

  "demo.says": "What Hopscope says",
  "demo.says-text": "From the same files, in whatever order they are named:",

  "demo.tempting": "The tempting fix",
  "demo.tempting-text":
    "{outer} bytes do not fit where {passed} do, so raise the NIC of the hypervisor. Hopscope says in advance what the packets meet next:",

  "demo.second": "The second wall",
  "demo.second-text": "It was raised, to {raised}. The captures of the next try:",
  "demo.second-after":
    "The same symptom and the same size, at another place: the packets now get through {before}, and stop between {from} and {to}.",

  "demo.why": "Why 1450, when the VM has an interface with 1500 too?",
  "demo.why-inference":
    "No capture shows an MTU; it follows from three numbers in them. The VM announces {working} + {headers} = {workingMtu}. The tunnel adds {overhead} bytes. The largest packet that passed the underlay had {passed} + {overhead} = {outer}. So an underlay of {outer} less {overhead} is {workingMtu}: Neutron subtracts from the underlay's MTU what the tunnel adds, and DHCP tells the VM.",
  "demo.why-management":
    "The VM's management port has 1500 because its network is in no tunnel: there is nothing to subtract. That port is in none of these captures, and the failing flow does not use it. Looking at it is what misled people for days.",
  "demo.why-docker":
    "Docker asks nobody: it gives its bridge 1500 ({failing} + {headers}), more than the interface carries that it forwards to. What the server sends to the container is then too large for the way back.",

  "demo.fix": "The fix: one MTU budget for the whole path",
  "demo.fix-text":
    "Either packets fit the path, which changes one host, or the path fits the packets, which changes all:",
  "demo.budget-where": "IP bytes",
  "demo.budget-now": "v1",
  "demo.budget-second": "v2",
  "demo.budget-small": "small packets",
  "demo.budget-large": "wide path",
  "demo.budget-underlay": "underlay",
  "demo.budget-tunnel": "with {stack}",
  "demo.budget-port": "port of the VM",
  "demo.budget-packet": "largest packet",
  "demo.fits-not": "✗ stops",
  "demo.fits": "✓ fits",
  "demo.fix-commands":
    "Smaller packets, with Docker (hopscope analyze prints the other ways, how to verify and how to undo):",

  "demo.end": "Now your own",
  "demo.end-text": "Capture the same flow at two places or more, at the same time, and let Hopscope compare:",
  "demo.pause": "Enter to go on",
} as const;
