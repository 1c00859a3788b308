import { existsSync } from "node:fs";
import { Clock } from "#/development/schemas.ts";
import { api } from "./api.ts";
import { build } from "./build.ts";
import { readConfig } from "./config.ts";
import { driveCrons } from "./crons.ts";
import { BUSINESS, OWNER, PASSWORD, TECHNICIANS } from "./demo-data.ts";
import { startDevServer } from "./dev-server.ts";
import { statePath } from "./local-databases.ts";
import { migrateLocal } from "./migrate.ts";
import { fail } from "./project.ts";
import { portToServe } from "./ready.mjs";
import { forgetServer, noteServer } from "./running.ts";
import { ensureDevVars } from "./secrets.ts";
import { seed } from "./seed.ts";
import { readArguments } from "./usage.ts";

const USAGE = "[PORT=8788] npm start   runs the server on this machine, with a demo business";

/** `npm start`: from a fresh clone to a running server with something to look at. Again, it keeps what is there. */
async function start(): Promise<void> {
  let stop = (): void => process.exit(130);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop());
  const parent = process.ppid; // npm that is killed does not pass it on through its shell: then we are handed to another parent
  setInterval(() => process.ppid !== parent && stop(), 1000).unref();

  const port = await portToServe(); // again: the installation may have taken minutes
  const hasData = existsSync(statePath);
  if (ensureDevVars()) {
    console.log("Made .dev.vars with secrets for this machine.");
    if (hasData)
      console.log("The data is older than they are, so its log-ins no longer work. npm run reset starts over.");
  }
  step(2, "Building the pages and the API's documents ...");
  const url = `http://localhost:${port}`;
  await build(url);
  step(3, "Bringing the databases up to date ...");
  await migrateLocal();
  step(4, "The demo business:");
  await seed((progress) => console.log(`      ${progress}`));
  step(5, "Starting the server ...");

  const server = await startDevServer({ port, vars: { PUBLIC_URL: url } });
  noteServer(server.url);
  let stopping = false;
  stop = () => {
    if (stopping) return;
    stopping = true;
    forgetServer();
    void server.stop().then(() => process.exit(0));
  };
  void driveCrons(server.url, readConfig().triggers.crons).catch(fail);
  console.log(welcome(url));
  const clock = await api({ baseUrl: server.url }).call("GET /dev/clock", Clock);
  if (clock.is_moved)
    console.log(`\nIts clock is moved: it is ${clock.now} there. DELETE ${url}/api/v1/dev/clock lets it go.`);

  await server.exited;
  if (!stopping) {
    forgetServer();
    throw new Error("The server ended by itself; what it said is above.");
  }
}

/** `npm start` tells what it does: the first time takes minutes. Step 1 is install.mjs. */
const step = (n: number, text: string): void => console.log(`[${n}/5] ${text}`);

const welcome = (url: string): string => `
Truckroll runs at ${url}

  Live board     ${url}/board
  Dashboard      ${url}/dashboard
  API reference  ${url}/api/docs
  OpenAPI 3.1    ${url}/api/openapi.json
  Mails          ${url}/mails   (they do not leave this machine)
  Texts          ${url}/messages   (nor do these)

  ${BUSINESS.name}: business code ${BUSINESS.code}, user ${OWNER.username}, password "${PASSWORD}"
  Its technicians, with the same password: ${TECHNICIANS.map(({ username }) => username).join(", ")}

Ctrl-C stops it and keeps the data. In another terminal: npm run demo runs a working day against it; npm run reset, while it is
stopped, starts over.`;

readArguments(USAGE, {});
await start().catch(fail);
