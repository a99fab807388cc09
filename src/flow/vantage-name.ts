const EXTENSIONS = /\.(pcapng|pcap|cap|dmp|ntar|trace|digest|json|gz|zst)\d*$/i;

/** What a vantage point is called after a file: its base name without the extensions of captures. */
export function vantageName(baseName: string): string {
  let name = baseName;
  while (EXTENSIONS.test(name) && name.replace(EXTENSIONS, "") !== "") name = name.replace(EXTENSIONS, "");
  return name;
}
