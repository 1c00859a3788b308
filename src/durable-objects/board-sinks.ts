import { type Message, RETRY } from "./board-messages.ts";

/** Size limit of a viewer's queue. A slower viewer is disconnected; the client reconnects and resumes after the last event. */
export const QUEUE_BYTES = 1024 * 1024;
/** To ask how full a queue is costs as much as to send a message, so it is asked once for this many bytes. */
const CHECK_BYTES = QUEUE_BYTES / 4;
const SAVE_BYTES = QUEUE_BYTES / 8;
const ROOM_POLL_MS = 20;

/** Why a viewer is disconnected, with the close code and reason of a socket. A stream ends, and breaks off where the viewer is too slow. */
export const endings = {
  ended: [4401, "Your rights have ended or changed. Get a new token, then open it again."],
  over: [4408, "The time of these credentials is over. Open it again with new ones."],
  replaced: [4409, "The ticket was used again."],
  slow: [4413, "This viewer reads too slowly, or sends no pings. Open it again with last_event_id."],
  unasked: [1008, "Nothing but `ping` is understood here."],
  failed: [1011, "The viewer could not be brought up to date. Open it again."],
  restarted: [1012, "The board has restarted. Open it again with last_event_id."],
} as const satisfies Record<string, readonly [number, string]>;
export type Ending = keyof typeof endings;

/** Where the messages of one viewer go. What it throws means that the connection is broken. */
export type Sink = {
  send: (message: Message) => void;
  /** Several messages; `bytes` are all of them as Server-Sent Events. */
  sendAll: (messages: readonly Message[], bytes: Uint8Array) => void;
  /** Whether the viewer has too much before them. */
  isFull: () => boolean;
  /** Whether a viewer who is catching up can take more. Waits until a stream has room; of a socket nobody knows. */
  hasRoom: () => Promise<boolean>;
  close: (why: Ending) => void;
  /** The viewer is up to date from here on. */
  live: (cursor: number) => void;
};

/** A stream for a response, and the sink that fills it. */
export function openStream(onCancel: () => void): { sink: Sink; stream: ReadableStream<Uint8Array> } {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (opened) => {
        controller = opened;
      },
      cancel: onCancel,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: QUEUE_BYTES }),
  );
  if (!controller) throw new Error("A stream did not start.");
  controller.enqueue(RETRY);
  return { stream, sink: streamSink(controller) };
}

const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};
export const streamResponse = (stream: ReadableStream<Uint8Array>) => new Response(stream, { headers: STREAM_HEADERS });

function streamSink(controller: ReadableStreamDefaultController<Uint8Array>): Sink {
  let unchecked = 0;
  let isClosed = false;
  const enqueue = (bytes: Uint8Array): void => {
    unchecked += bytes.byteLength;
    controller.enqueue(bytes);
  };
  return {
    send: ({ bytes }) => enqueue(bytes),
    sendAll: (_, bytes) => enqueue(bytes),
    isFull() {
      if (unchecked < CHECK_BYTES) return false;
      unchecked = 0;
      return (controller.desiredSize ?? 0) <= 0;
    },
    async hasRoom() {
      // polls, since a `pull` callback makes each live message a third slower
      while (!isClosed && (controller.desiredSize ?? 0) <= 0)
        await new Promise((resolve) => setTimeout(resolve, ROOM_POLL_MS));
      return true;
    },
    close(why) {
      if (isClosed) return;
      isClosed = true;
      if (why === "slow") controller.error(new Error(endings.slow[1]));
      else controller.close();
    },
    live: () => undefined,
  };
}

/** The part of an object's state that sockets need. */
export type Sockets = Pick<DurableObjectState, "getWebSocketAutoResponseTimestamp">;

/** What a socket remembers of its viewer while the board hibernates. */
export type Remembered = { cursor: number; sent: number; isLive: boolean };

/**
 * A socket tells nobody how much of what was sent is still on its way. But the answer to a `ping` comes after all that was sent before, and a client
 * sends the next `ping` when it has that answer. So a viewer who has been sent more than the limit since their last ping is too slow.
 */
export function socketSink(
  sockets: Sockets,
  socket: WebSocket,
  before: Pick<Remembered, "sent">,
  remember: (what: Partial<Remembered>) => void,
): Sink {
  const pinged = () => sockets.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
  let { sent } = before;
  let saved = sent;
  let answered = pinged();
  const send = ({ json }: Message): void => {
    sent += json.length;
    socket.send(json);
    if (sent - saved < SAVE_BYTES) return;
    saved = sent;
    remember({ sent });
  };
  const isFull = (): boolean => {
    if (sent < QUEUE_BYTES) return false;
    const latest = pinged();
    if (latest <= answered) return true;
    answered = latest;
    sent = saved = 0;
    remember({ sent });
    return false;
  };
  return {
    send,
    sendAll: (messages) => messages.forEach(send),
    isFull,
    hasRoom: () => Promise.resolve(!isFull()),
    close(why) {
      const [code, reason] = endings[why];
      try {
        socket.close(code, reason);
      } catch {} // closed already
    },
    live: (cursor) => remember({ cursor, isLive: true, sent }),
  };
}
