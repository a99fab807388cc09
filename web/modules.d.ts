declare module "*.css";
/** A script, gzipped, in base64: scripts/build-page.mjs makes it. */
declare module "*?packed" {
  const script: string;
  export default script;
}
