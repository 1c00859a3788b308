import { type Filter, isEverything, sightOf } from "./board-filter.ts";
import { HEARTBEAT, type Message } from "./board-messages.ts";
import {
  type Ending,
  openStream,
  QUEUE_BYTES,
  type Remembered,
  type Sink,
  type Sockets,
  socketSink,
} from "./board-sinks.ts";
import type { Holder } from "./stubs.ts";

const HELD_BYTES = QUEUE_BYTES / 2; // goLive puts all held messages into the queue together
const HEARTBEAT_MS = 15_000;

/** What the board knows of a viewer. `endsAt` is in milliseconds since 1970; after it the client must reconnect with new credentials. */
export type Admission = Holder & { ticket: string | null; endsAt: number; filter: Filter };

export type Viewer = Admission & {
  readonly sink: Sink;
  /** Sees everything, so nothing has to be judged. */
  readonly isPlain: boolean;
  /** Sequence number of the last event sent to this viewer. */
  cursor: number;
  /** Ends a stream at `endsAt`; undefined for a socket, whose board may hibernate. */
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Live events that arrive while the viewer is catching up; null when the viewer is live. */
  held: Message[] | null;
  heldBytes: number;
};

/** What is stored with a socket while the board hibernates. */
export type Attachment = Admission & Remembered;

export type Hooks = { onGone?: (viewer: Viewer) => void; onBeat?: () => void };

/** The viewers of a board. A slow one never delays the others. Calls `onGone` when one has left, `onBeat` with each heartbeat. */
export function openViewers({ onGone, onBeat }: Hooks = {}) {
  const viewers = new Set<Viewer>();
  const bySocket = new Map<WebSocket, Viewer>();
  /** Viewers by session or API key. */
  const counts = new Map<string, number>();
  let streams = 0;
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  function add(viewer: Viewer): Viewer {
    viewers.add(viewer);
    counts.set(viewer.sessionId, (counts.get(viewer.sessionId) ?? 0) + 1);
    return viewer;
  }

  function remove(viewer: Viewer): void {
    if (!viewers.delete(viewer)) return;
    const left = (counts.get(viewer.sessionId) ?? 1) - 1;
    if (left > 0) counts.set(viewer.sessionId, left);
    else counts.delete(viewer.sessionId);
    if (viewer.timer !== undefined) {
      clearTimeout(viewer.timer);
      if (--streams === 0) clearInterval(heartbeat);
    }
    onGone?.(viewer);
  }

  function end(viewer: Viewer, why: Ending): void {
    if (!viewers.has(viewer)) return;
    remove(viewer);
    viewer.sink.close(why);
  }

  /** Does nothing for a viewer who has left. A broken connection shows only on a write. */
  function send(viewer: Viewer, message: Message): void {
    if (!viewers.has(viewer)) return;
    try {
      viewer.sink.send(message);
    } catch {
      remove(viewer);
    }
  }

  /** Whether a live viewer can be sent something; ends those who are too slow or whose time is over. */
  function isReady(viewer: Viewer): boolean {
    if (viewer.sink.isFull()) end(viewer, "slow");
    else if (viewer.timer === undefined && viewer.endsAt <= Date.now()) end(viewer, "over");
    else return true;
    return false;
  }

  function beat(): void {
    for (const viewer of viewers)
      if (viewer.timer !== undefined && (viewer.held || isReady(viewer))) send(viewer, HEARTBEAT);
    if (viewers.size > 0) onBeat?.();
  }

  /** What of a message the viewer may see; undefined if nothing. */
  function partFor(viewer: Viewer, message: Message): Message | undefined {
    if (message.seq !== null) viewer.cursor = message.seq;
    const sight = viewer.isPlain ? "all" : sightOf(viewer.filter, message.subject);
    if (sight === "all") return message;
    return sight === "taken" ? message.taken : undefined;
  }

  function deliver(viewer: Viewer, message: Message): void {
    if (message.seq !== null && message.seq <= viewer.cursor) return; // they have it already
    const part = partFor(viewer, message);
    if (part && viewers.has(viewer) && isReady(viewer)) send(viewer, part);
  }

  function hold(viewer: Viewer, held: Message[], message: Message): void {
    held.push(message);
    viewer.heldBytes += message.bytes.byteLength;
    if (viewer.heldBytes > HELD_BYTES) end(viewer, "slow");
  }

  const newViewer = (admission: Admission, sink: Sink): Viewer => ({
    ...admission,
    sink,
    isPlain: isEverything(admission.filter),
    cursor: 0,
    timer: undefined,
    held: [],
    heldBytes: 0,
  });

  return {
    open(admission: Admission): { viewer: Viewer; stream: ReadableStream<Uint8Array> } {
      const { sink, stream } = openStream(() => remove(viewer));
      const viewer = newViewer(admission, sink);
      viewer.timer = setTimeout(() => end(viewer, "over"), admission.endsAt - Date.now());
      if (streams++ === 0) heartbeat = setInterval(beat, HEARTBEAT_MS);
      return { viewer: add(viewer), stream };
    },

    /** A socket that the object has accepted; `before` is what it remembers from before the board hibernated. */
    openSocket(sockets: Sockets, socket: WebSocket, admission: Admission, before?: Remembered): Viewer {
      let attachment: Attachment = { cursor: 0, sent: 0, isLive: false, ...admission, ...before };
      const remember = (what: Partial<Remembered>): void => {
        attachment = { ...attachment, ...what };
        socket.serializeAttachment(attachment);
      };
      remember({});
      const viewer = newViewer(admission, socketSink(sockets, socket, attachment, remember));
      if (before) Object.assign(viewer, { held: null, cursor: before.cursor });
      bySocket.set(socket, viewer);
      return add(viewer);
    },
    /** The viewer's side has closed the socket, or broken it off. */
    closeSocket(socket: WebSocket): void {
      const viewer = bySocket.get(socket);
      bySocket.delete(socket);
      if (viewer) remove(viewer);
    },

    /** Sends a missed message to a viewer who is catching up. Await `hasRoom` between messages, since they may exceed the queue. */
    catchUp(viewer: Viewer, message: Message): void {
      const part = partFor(viewer, message);
      if (part) send(viewer, part);
    },

    /** Whether there is room for another message to a viewer who is catching up. */
    hasRoom: (viewer: Viewer): Promise<boolean> => viewer.sink.hasRoom(),

    /** Ends the catching up: sends the held messages, then `more`, a heartbeat as a sign of it, and from now on every message immediately. */
    goLive(viewer: Viewer, more: readonly Message[]): void {
      const held = viewer.held ?? [];
      viewer.held = null;
      for (const message of [...held, ...more]) deliver(viewer, message);
      send(viewer, HEARTBEAT);
      viewer.sink.live(viewer.cursor);
    },

    /** Sends messages to all live viewers, and holds them for those who are catching up. */
    fanOut(messages: readonly Message[]): void {
      const seqs = messages.flatMap(({ seq }) => seq ?? []);
      const [first = Number.POSITIVE_INFINITY, last] = [seqs[0], seqs.at(-1)];
      const bytes = joined(messages);
      for (const viewer of viewers) {
        if (viewer.held !== null) {
          for (const message of messages) if (message.seq !== null) hold(viewer, viewer.held, message); // goLive sends the latest positions
        } else if (viewer.isPlain && viewer.cursor < first) {
          if (!isReady(viewer)) continue;
          if (last !== undefined) viewer.cursor = last;
          try {
            viewer.sink.sendAll(messages, bytes);
          } catch {
            remove(viewer);
          }
        } else for (const message of messages) deliver(viewer, message);
      }
    },

    end,
    /** Ends all viewers that `fits` says true of. The client sees a regular end and reconnects. */
    endWhere(fits: (viewer: Viewer) => boolean, why: Ending): void {
      for (const viewer of viewers) if (fits(viewer)) end(viewer, why);
    },
    /** The sessions and API keys that watch. */
    holders: (): Set<string> => new Set(counts.keys()),
    countOf: (holder: string): number => counts.get(holder) ?? 0,
    /** When the first socket must end, in milliseconds since 1970; undefined without sockets. */
    firstSocketEnd: (): number | undefined =>
      viewers
        .values()
        .reduce<number | undefined>(
          (first, { timer, endsAt }) => (timer === undefined ? Math.min(first ?? endsAt, endsAt) : first),
          undefined,
        ),
    has: (viewer: Viewer): boolean => viewers.has(viewer),
    isEmpty: (): boolean => viewers.size === 0,
    someAreLive: (): boolean => viewers.values().some((viewer) => viewer.held === null),
  };
}
export type Viewers = ReturnType<typeof openViewers>;

/** Several groups of viewers as one: who they are, and how they end. */
export type Crowd = Pick<Viewers, "holders" | "countOf" | "endWhere">;
export const together = (...groups: Crowd[]): Crowd => ({
  holders: () => new Set(groups.flatMap((group) => [...group.holders()])),
  countOf: (holder) => groups.reduce((sum, group) => sum + group.countOf(holder), 0),
  endWhere(fits, why) {
    for (const group of groups) group.endWhere(fits, why);
  },
});

function joined(messages: readonly Message[]): Uint8Array {
  const [only] = messages;
  if (only && messages.length === 1) return only.bytes;
  const bytes = new Uint8Array(messages.reduce((sum, message) => sum + message.bytes.byteLength, 0));
  let at = 0;
  for (const message of messages) {
    bytes.set(message.bytes, at);
    at += message.bytes.byteLength;
  }
  return bytes;
}
