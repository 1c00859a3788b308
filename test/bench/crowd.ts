import { connect, type Socket } from "node:net";

/** Many viewers of one event stream. */
export type Crowd = {
  /** Calls `trigger` and returns the milliseconds until each viewer has received `marker`, the quickest first. */
  receipts: (marker: string, trigger: () => Promise<unknown>) => Promise<number[]>;
  /** These read nothing until they are resumed, and are not waited for. */
  stall: (every: number) => void;
  resume: () => void;
  /** Passes on what the first viewer gets; the others' messages are read and dropped. */
  listen: (onText: (text: string) => void) => void;
  close: () => void;
};

const AT_ONCE = 50;
const PATIENCE_MS = 20_000;

type Viewer = { socket: Socket; onData: (chunk: Buffer) => void };
type Headers = Record<string, string>;
export type Doors = {
  url: URL;
  /** By the number of the viewer. */
  headersOf?: (viewer: number) => Headers;
  /** What a viewer gets when they are in. */
  ready: string;
  socket?: boolean;
};

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/**
 * Opens `n` streams over raw sockets, because parsing would distort the measurement; a server's WebSocket frames hold the text as it is. Resolves
 * when all have received `ready`.
 */
export async function gather(n: number, doors: Doors): Promise<Crowd> {
  const viewers: Viewer[] = [];
  for (let i = 0; i < n; i += AT_ONCE)
    viewers.push(
      ...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, n - i) }, (_, k) => openStream(i + k, doors)))),
    );
  const isAwake = ({ socket }: Viewer) => !socket.isPaused() && !socket.destroyed;
  return {
    async receipts(marker, trigger) {
      const received = viewers.filter(isAwake).map((viewer) => receipt(viewer, marker));
      const started = performance.now();
      const [times] = await Promise.all([Promise.all(received), patiently(trigger(), "trigger")]);
      return times.map((time) => time - started).toSorted((a, b) => a - b);
    },
    stall: (every) => {
      for (let i = 0; i < viewers.length; i += every) viewers[i]?.socket.pause();
    },
    resume: () => {
      for (const { socket } of viewers) socket.resume();
    },
    listen(onText) {
      let rest = "";
      const [first] = viewers;
      if (!first) return;
      first.onData = (chunk) => {
        const lines = (rest + chunk.toString("latin1")).split("}}");
        rest = lines.pop() ?? "";
        for (const line of lines) onText(line);
      };
    },
    close: () => {
      for (const { socket } of viewers) socket.destroy();
    },
  };
}

async function openStream(viewerNumber: number, { url, headersOf, ready, socket: isSocket }: Doors): Promise<Viewer> {
  const socket = connect(Number(url.port), url.hostname);
  const viewer: Viewer = { socket, onData: () => undefined };
  socket.on("error", () => undefined); // the board cuts off a slow reader
  socket.on("data", (chunk: Buffer) => viewer.onData(chunk));
  const isReady = receipt(viewer, ready);
  const headers = {
    host: url.host,
    ...(isSocket ? UPGRADE : { accept: "text/event-stream" }),
    ...headersOf?.(viewerNumber),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
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
