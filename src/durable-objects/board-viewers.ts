import { HEARTBEAT, type Message, RETRY } from "./board-messages.ts";
import type { Holder } from "./stubs.ts";

/** Size limit of a viewer's queue. A slower viewer is disconnected; the client reconnects and resumes after the last event. */
export const QUEUE_BYTES = 1024 * 1024;
const HELD_BYTES = QUEUE_BYTES / 2; // goLive puts all held messages into the queue together
const HEARTBEAT_MS = 15_000;
const ROOM_POLL_MS = 20;

/** What the board knows of a viewer. `endsAt` is in milliseconds since 1970; after it the client must reconnect with new credentials. */
type Admission = Holder & { ticket: string | null; endsAt: number };

export type Viewer = Admission & {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Sequence number of the last event sent to this viewer. */
  cursor: number;
  /** Ends the stream at `endsAt`. */
  readonly timer: ReturnType<typeof setTimeout>;
  /** Live events that arrive while the viewer is catching up; null when the viewer is live. */
  held: Message[] | null;
  heldBytes: number;
};

/** The open streams of a board. A slow viewer never delays the others. Calls `onGone` when a stream has ended, `onBeat` with each heartbeat. */
export function openViewers(onGone: (viewer: Viewer) => void, onBeat: () => void = () => undefined) {
  const viewers = new Set<Viewer>();
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  function remove(viewer: Viewer): void {
    if (!viewers.delete(viewer)) return;
    clearTimeout(viewer.timer);
    if (viewers.size === 0) clearInterval(heartbeat);
    onGone(viewer);
  }

  function send(viewer: Viewer, bytes: Uint8Array): void {
    if (!viewers.has(viewer)) return;
    try {
      viewer.controller.enqueue(bytes);
    } catch {
      remove(viewer); // a broken connection shows only on a write
    }
  }

  function sendUnlessFull(viewer: Viewer, bytes: Uint8Array): void {
    if ((viewer.controller.desiredSize ?? 0) > 0) send(viewer, bytes);
    else cutOff(viewer);
  }

  function cutOff(viewer: Viewer): void {
    viewer.controller.error(new Error("This viewer reads too slowly."));
    remove(viewer);
  }

  function end(viewer: Viewer): void {
    if (!viewers.has(viewer)) return;
    viewer.controller.close();
    remove(viewer);
  }

  function beat(): void {
    for (const viewer of viewers) {
      if (viewer.held) send(viewer, HEARTBEAT);
      else sendUnlessFull(viewer, HEARTBEAT);
    }
    if (viewers.size > 0) onBeat();
  }

  function deliver(viewer: Viewer, message: Message): void {
    if (message.seq !== null) {
      if (message.seq <= viewer.cursor) return;
      viewer.cursor = message.seq;
    }
    sendUnlessFull(viewer, message.bytes);
  }

  function hold(viewer: Viewer, held: Message[], message: Message): void {
    held.push(message);
    viewer.heldBytes += message.bytes.byteLength;
    if (viewer.heldBytes > HELD_BYTES) cutOff(viewer);
  }

  return {
    open(admission: Admission): { viewer: Viewer; stream: ReadableStream<Uint8Array> } {
      let opened: Viewer | undefined;
      const stream = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            const timer = setTimeout(() => opened && end(opened), admission.endsAt - Date.now());
            opened = { ...admission, controller, timer, cursor: 0, held: [], heldBytes: 0 };
          },
          cancel: () => opened && remove(opened),
        },
        new ByteLengthQueuingStrategy({ highWaterMark: QUEUE_BYTES }),
      );
      if (!opened) throw new Error("A stream did not start.");
      if (viewers.size === 0) heartbeat = setInterval(beat, HEARTBEAT_MS);
      viewers.add(opened);
      send(opened, RETRY);
      return { viewer: opened, stream };
    },

    /** Sends a missed message to a viewer who is catching up. Await `room` between batches, since they may exceed the queue. */
    catchUp(viewer: Viewer, { seq, bytes }: Message): void {
      send(viewer, bytes);
      if (seq !== null) viewer.cursor = seq;
    },

    /** Resolves when the viewer's queue has room or the viewer is gone. Polls, since a `pull` callback makes each live message a third slower. */
    async room(viewer: Viewer): Promise<void> {
      while (viewers.has(viewer) && (viewer.controller.desiredSize ?? 0) <= 0)
        await new Promise((resolve) => setTimeout(resolve, ROOM_POLL_MS));
    },

    /** Ends the catching up: sends the held messages, then `more`, a heartbeat as a sign of it, and from now on every message immediately. */
    goLive(viewer: Viewer, more: readonly Message[]): void {
      const held = viewer.held ?? [];
      viewer.held = null;
      for (const message of [...held, ...more]) deliver(viewer, message);
      send(viewer, HEARTBEAT);
    },

    /** Sends a message to all live viewers, and holds it for those who are catching up. */
    fanOut(message: Message): void {
      for (const viewer of viewers) {
        if (viewer.held === null) deliver(viewer, message);
        else if (message.seq !== null) hold(viewer, viewer.held, message); // goLive sends the latest positions
      }
    },

    end,
    /** Ends all streams for which `fits` is true. The client sees a regular end and reconnects. */
    endWhere(fits: (viewer: Viewer) => boolean): void {
      for (const viewer of viewers) if (fits(viewer)) end(viewer);
    },
    /** The sessions and API keys that watch. */
    holders: (): Set<string> => new Set(Array.from(viewers, ({ sessionId }) => sessionId)),
    countOf: (holder: string): number => Array.from(viewers).filter(({ sessionId }) => sessionId === holder).length,
    has: (viewer: Viewer): boolean => viewers.has(viewer),
    isEmpty: (): boolean => viewers.size === 0,
    someAreLive: (): boolean => viewers.values().some((viewer) => viewer.held === null),
  };
}
export type Viewers = ReturnType<typeof openViewers>;
