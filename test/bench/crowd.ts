import { connect, type Socket } from "node:net";

/** Many viewers of one event stream. */
export type Crowd = {
  /** Calls `trigger` and returns the milliseconds until the last viewer has received `marker`. */
  lastReceipt: (marker: string, trigger: () => Promise<unknown>) => Promise<number>;
  close: () => void;
};

const AT_ONCE = 50;
const PATIENCE_MS = 20_000;

type Viewer = { socket: Socket; onData: (chunk: Buffer) => void };

type Headers = Record<string, string>;

/** Opens `n` streams over raw sockets, because parsing would distort the measurement. `headersOf` takes the number of the viewer. Resolves when all have received `ready`. */
export async function gather(
  n: number,
  url: URL,
  headersOf: (viewer: number) => Headers,
  ready: string,
): Promise<Crowd> {
  const viewers: Viewer[] = [];
  for (let i = 0; i < n; i += AT_ONCE)
    viewers.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, n - i) }, (_, k) => openStream(url, headersOf(i + k), ready)),
      )),
    );
  return {
    async lastReceipt(marker, trigger) {
      const received = viewers.map((viewer) => receipt(viewer, marker));
      const started = performance.now();
      const [last] = await Promise.all([
        Promise.all(received).then((times) => Math.max(...times)),
        patiently(trigger(), "trigger"),
      ]);
      return last - started;
    },
    close: () => {
      for (const { socket } of viewers) socket.destroy();
    },
  };
}

async function openStream(url: URL, headers: Record<string, string>, ready: string): Promise<Viewer> {
  const socket = connect(Number(url.port), url.hostname);
  const viewer: Viewer = { socket, onData: () => undefined };
  socket.on("data", (chunk: Buffer) => viewer.onData(chunk));
  const isReady = receipt(viewer, ready);
  const lines = Object.entries({ host: url.host, accept: "text/event-stream", ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`GET ${url.pathname} HTTP/1.1\r\n${lines.join("")}\r\n`);
  await isReady;
  return viewer;
}

/** Resolves with the time at which the viewer has received the marker. The marker may be split across chunks. */
const receipt = (viewer: Viewer, marker: string): Promise<number> =>
  patiently(
    new Promise<number>((resolve, reject) => {
      let rest: Buffer = Buffer.alloc(0);
      viewer.socket.once("error", reject);
      viewer.onData = (chunk) => {
        const seen = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
        rest = seen.subarray(Math.max(0, seen.length - marker.length));
        if (!seen.includes(marker)) return;
        viewer.onData = () => undefined;
        viewer.socket.removeListener("error", reject);
        resolve(performance.now());
      };
    }),
    marker,
  );

async function patiently<T>(work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${PATIENCE_MS / 1000} s for ${what}`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
