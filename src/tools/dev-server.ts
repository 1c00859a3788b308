import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { root, wranglerBin } from "./project.ts";

export type DevServer = { url: string; exited: Promise<void>; stop: () => Promise<void> };

const HOST = "127.0.0.1";
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5_000;

/** Starts `wrangler dev` on the data in .wrangler/state and waits until it answers. Only its warnings and errors are passed on. */
export async function startDevServer(options: { port: number; vars?: Record<string, string> }): Promise<DevServer> {
  const vars = Object.entries(options.vars ?? {}).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
  const flags = ["--ip", HOST, "--port", String(options.port), "--inspector-port", "0", "--log-level", "warn"];
  const child = spawn(
    process.execPath,
    [wranglerBin, "dev", ...flags, "--show-interactive-dev-session=false", ...vars],
    {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a process group of its own: Ctrl-C reaches us alone, and we end all of it
    },
  );
  // what it says while starting is only of interest when it fails to
  const said: string[] = [];
  let hear = (line: string): unknown => said.push(line);
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", (line) => hear(line));
  const exited = new Promise<void>((resolve, reject) => {
    child.once("exit", () => resolve());
    child.once("error", reject);
  });
  const signal = (name: NodeJS.Signals, pid: number | undefined) => {
    try {
      if (pid !== undefined) process.kill(pid, name);
    } catch {
      // it is gone already
    }
  };
  const endGroup = () => child.pid !== undefined && signal("SIGKILL", -child.pid);
  process.once("exit", endGroup); // however we end, nothing of it stays behind
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
      exited.then(() => Promise.reject(new Error("wrangler dev ended before it answered."))),
    ]);
  } catch (error) {
    await stop();
    throw new Error([...said, String(error)].join("\n"));
  }
  hear = console.error;
  return { url, exited, stop };
}

async function untilHealthy(url: string): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await pause(100)) if (await isTruckroll(url)) return;
  throw new Error(`The server did not answer at ${url} within ${READY_WITHIN_MS / 1000} s.`);
}

/** Whether a Truckroll answers there. */
export const isTruckroll = (url: string): Promise<boolean> =>
  fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => response.ok && (await response.text()).includes('"status":"ok"'),
    () => false,
  );

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A port on this machine: `wanted` if it is free (0 takes any), undefined if it is taken. */
export const freePort = (wanted = 0): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(undefined));
    probe.listen(wanted, HOST, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
