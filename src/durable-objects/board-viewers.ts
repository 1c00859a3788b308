import { HEARTBEAT, type Message, RETRY } from "./board-messages.ts";

/** Bytes that may wait for one viewer. Who falls further behind is cut off: his client comes back and resumes where he was. */
export const QUEUE_BYTES = 1024 * 1024;
const HELD_BYTES = QUEUE_BYTES / 2; // all of them go into his queue at once
const HEARTBEAT_MS = 15_000;
const ROOM_POLL_MS = 20;

/** Who watches. `endsAt` in milliseconds since 1970: then the client has to come back with fresh credentials. */
export type Admission = { sessionId: string; ticket: string | null; endsAt: number };

export type Viewer = Admission & {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** The last event that was sent to him. */
  cursor: number;
  /** Live events that arrive while he is still being brought up to date; null once he is. */
  held: Message[] | null;
  heldBytes: number;
};

/** The open streams of a board. No viewer is ever waited for while others get their messages. */
export function openViewers(onGone: (viewer: Viewer) => void) {
  const viewers = new Set<Viewer>();
  let heartbeat: ReturnType<typeof setInterval> | undefined;

  function remove(viewer: Viewer): void {
    if (!viewers.delete(viewer)) return;
    if (viewers.size === 0) clearInterval(heartbeat);
    onGone(viewer);
  }

  function send(viewer: Viewer, bytes: Uint8Array): void {
    if (!viewers.has(viewer)) return;
    try {
      viewer.controller.enqueue(bytes);
    } catch {
      remove(viewer); // his connection broke, which only a write shows
    }
  }

  function sendIfHeKeepsUp(viewer: Viewer, bytes: Uint8Array): void {
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
    const now = Date.now();
    for (const viewer of viewers) {
      if (now >= viewer.endsAt) end(viewer);
      else if (viewer.held) send(viewer, HEARTBEAT);
      else sendIfHeKeepsUp(viewer, HEARTBEAT);
    }
  }

  function deliver(viewer: Viewer, message: Message): void {
    if (message.seq !== null) {
      if (message.seq <= viewer.cursor) return;
      viewer.cursor = message.seq;
    }
    sendIfHeKeepsUp(viewer, message.bytes);
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
            opened = { ...admission, controller, cursor: 0, held: [], heldBytes: 0 };
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

    /** To one who is being brought up to date. What he missed may be more than his queue: wait for `room` between the pieces. */
    catchUp(viewer: Viewer, { seq, bytes }: Message): void {
      send(viewer, bytes);
      if (seq !== null) viewer.cursor = seq;
    },

    /** Resolves when his queue has room, or when he is gone. A `pull` callback would tell, but costs a third more for every live message. */
    async room(viewer: Viewer): Promise<void> {
      while (viewers.has(viewer) && (viewer.controller.desiredSize ?? 0) <= 0)
        await new Promise((resolve) => setTimeout(resolve, ROOM_POLL_MS));
    },

    /** He has all that lies behind: what came meanwhile follows, then `more`, and from now on everything as it comes. */
    goLive(viewer: Viewer, more: readonly Message[]): void {
      const held = viewer.held ?? [];
      viewer.held = null;
      for (const message of [...held, ...more]) deliver(viewer, message);
    },

    /** To all at once; those who are still being brought up to date get it in its turn. */
    fanOut(message: Message): void {
      for (const viewer of viewers) {
        if (viewer.held === null) deliver(viewer, message);
        else if (message.seq !== null) hold(viewer, viewer.held, message); // positions are sent anew when he goes live
      }
    },

    end,
    /** Ends every stream that fits, in order: the client sees a regular end and comes back. */
    endWhere(fits: (viewer: Viewer) => boolean): void {
      for (const viewer of viewers) if (fits(viewer)) end(viewer);
    },
    has: (viewer: Viewer): boolean => viewers.has(viewer),
    isEmpty: (): boolean => viewers.size === 0,
    someAreLive: (): boolean => viewers.values().some((viewer) => viewer.held === null),
  };
}
export type Viewers = ReturnType<typeof openViewers>;
