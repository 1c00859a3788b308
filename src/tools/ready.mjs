// Runs before `npm start` installs anything, under whatever Node the user has: plain JavaScript, and no packages.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const HOST = "127.0.0.1";
const OLDEST_NODE = 20;
const STANDARD_PORT = 8787;
/** Where a running server of this folder writes its URL. */
export const NOTE = fileURLToPath(new URL("../../.wrangler/serving-at", import.meta.url));

/** Whether a Truckroll server responds at this URL. */
export const isTruckroll = (url) =>
  fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => response.ok && (await response.text()).includes('"status":"ok"'),
    () => false,
  );

/** The URL of this folder's server; undefined if none is running. */
export async function runningServer() {
  const url = existsSync(NOTE) ? readFileSync(NOTE, "utf8") : "";
  return url && (await isTruckroll(url)) ? url : undefined;
}

/** A free port of this machine, `wanted` or any. Undefined if the port is in use. */
export const freePort = (wanted = 0) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(wanted, HOST, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The port that `npm start` serves at; throws what keeps it from starting, before it has done anything. */
export async function portToServe({ PORT = "" } = process.env) {
  const node = Number(process.versions.node.split(".")[0]);
  if (node < OLDEST_NODE)
    throw new Error(`This is Node ${process.version}. Truckroll needs Node ${OLDEST_NODE} or later.`);
  const port = PORT === "" ? STANDARD_PORT : Number(PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT is "${PORT}". It must be a number from 1 to 65535.`);
  const other = await runningServer();
  if (other) throw new Error(`A server already runs on this data, at ${other}.`);
  if ((await freePort(port)) === undefined)
    throw new Error(`Port ${port} is taken. Stop what uses it, or choose another: PORT=8788 npm start`);
  return port;
}

if (process.argv[2] === "check")
  await portToServe().catch((error) => {
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  });
