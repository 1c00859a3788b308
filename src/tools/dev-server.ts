import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { root, wranglerBin } from "./project.ts";
import { isTruckroll } from "./ready.mjs";
import { readable } from "./runtime-lines.ts";

type DevServer = { url: string; exited: Promise<unknown>; stop: () => Promise<void> };

const HOST = "127.0.0.1";
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5_000;

/** Starts `wrangler dev` with the data in .wrangler/state and waits until it responds. Prints only its warnings and errors. */
export async function startDevServer(options: { port: number; vars?: Record<string, string> }): Promise<DevServer> {
  const vars = Object.entries(options.vars ?? {}).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  const flags = ["--ip", HOST, "--port", String(options.port), "--inspector-port", "0"];
  flags.push("--log-level", "warn", "--show-interactive-dev-session=false");
  const child = spawn(process.execPath, [wranglerBin, "dev", ...flags, ...vars], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a separate process group: Ctrl-C reaches only this process, which then ends the whole group
  });
  // keep the output of the start: it is printed only if the start fails
  const said: string[] = [];
  let hear = (line: string): unknown => said.push(line);
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", (line) => hear(line));
  const exited = once(child, "exit");
  const signal = (name: NodeJS.Signals, pid: number | undefined) => {
    try {
      if (pid !== undefined) process.kill(pid, name);
    } catch {
      // the process has already exited
    }
  };
  const endGroup = () => child.pid !== undefined && signal("SIGKILL", -child.pid);
  process.once("exit", endGroup); // leaves no child process behind, for any reason of the exit
  const stop = async () => {
    signal("SIGTERM", child.pid);
    await Promise.race([exited, pause(STOP_WITHIN_MS)]);
    endGroup();
    await exited;
    process.off("exit", endGroup);
  };
  const url = `http://${HOST}:${options.port}`;
  try {
    await Promise.race([
      untilHealthy(url),
      exited.then(() => Promise.reject(new Error("wrangler dev exited before it responded."))),
    ]);
  } catch (error) {
    await stop();
    throw new Error([...said, String(error)].join("\n"));
  }
  hear = (line) => {
    const text = readable(line);
    if (text !== undefined) console.error(text);
  };
  return { url, exited, stop };
}

async function untilHealthy(url: string): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await pause(100)) if (await isTruckroll(url)) return;
  throw new Error(`The server did not respond at ${url} within ${READY_WITHIN_MS / 1000} s.`);
}

/** Listens on a port of this machine: `wanted`, or any free port if `wanted` is 0. Returns the port. */
export async function listen(server: Server, wanted = 0): Promise<number> {
  await once(server.listen(wanted, HOST), "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  return address.port;
}
