import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EVERYTHING } from "./board-filter.ts";
import { HEARTBEAT, type Message, RETRY } from "./board-messages.ts";
import { QUEUE_BYTES } from "./board-sinks.ts";
import { openViewers, type Viewer } from "./board-viewers.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] }));
afterEach(() => vi.useRealTimers());

const HOUR = 3_600_000;
const message = (seq: number | null, size = 10, technicianId?: number): Message => ({
  seq,
  json: `${seq}`.padEnd(size),
  bytes: new Uint8Array(size).fill(seq ?? 0),
  subject: technicianId === undefined ? null : { technicianIds: [technicianId], previousId: null, zoneId: null },
});
const admission = (sessionId = "ses_1", filter = EVERYTHING) => ({
  ...{ sessionId, madeAt: 0, ticket: null, filter },
  endsAt: Date.now() + HOUR,
});

function audience() {
  const gone: Viewer[] = [];
  const viewers = openViewers({ onGone: (viewer) => gone.push(viewer) });
  /** A viewer who reads everything; `seen` holds the sequence number of each message. */
  const reader = (filter = EVERYTHING) => {
    const { viewer, stream } = viewers.open(admission("ses_1", filter));
    const seen: number[] = [];
    let end = "";
    const reading = (async () => {
      for await (const bytes of stream) if (bytes !== RETRY && bytes !== HEARTBEAT.bytes) seen.push(bytes[0] ?? -1);
      end = "closed";
    })().catch(() => {
      end = "cut";
    });
    return { viewer, seen, settle: () => new Promise((done) => setTimeout(done, 5)), reading, ended: () => end };
  };
  return { viewers, gone, reader };
}

describe("a viewer who is catching up", () => {
  it("gets the missed events first, then the live ones, each once and in order", async () => {
    const { viewers, reader } = audience();
    const { viewer, seen, settle } = reader();
    viewers.fanOut([message(2)]);
    viewers.catchUp(viewer, message(1));
    viewers.fanOut([message(3)]);
    viewers.catchUp(viewer, message(2));
    viewers.goLive(viewer, []);
    viewers.fanOut([message(3)]);
    viewers.fanOut([message(4)]);
    await settle();
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it("gets no positions until they are live, and then the latest ones", async () => {
    const { viewers, reader } = audience();
    const { viewer, seen, settle } = reader();
    viewers.fanOut([message(null)]);
    viewers.catchUp(viewer, message(1));
    viewers.goLive(viewer, [message(null)]);
    await settle();
    expect(seen).toEqual([1, 0]);
  });

  it("may get more than the queue holds, if the sender waits for room between the messages", async () => {
    const { viewers, reader } = audience();
    const { viewer, seen } = reader();
    for (let seq = 1; seq <= 5; seq++) {
      viewers.catchUp(viewer, message(seq, QUEUE_BYTES));
      await viewers.hasRoom(viewer);
    }
    viewers.goLive(viewer, [message(null)]);
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3, 4, 5, 0]));
  });

  it("is disconnected when too many live events arrive first, and the wait for room ends", async () => {
    const { viewers, gone } = audience();
    const { viewer } = viewers.open(admission());
    viewers.catchUp(viewer, message(1, QUEUE_BYTES));
    const waiting = viewers.hasRoom(viewer);
    for (const seq of [2, 3, 4]) viewers.fanOut([message(seq, QUEUE_BYTES / 4)]);
    await waiting;
    expect(gone).toEqual([viewer]);
  });
});

describe("a viewer who is live", () => {
  it("is disconnected when their queue is full, while others get everything", async () => {
    const { viewers, gone, reader } = audience();
    const sleeper = viewers.open(admission()).viewer;
    const { viewer, seen, settle } = reader();
    for (const one of [sleeper, viewer]) viewers.goLive(one, []);
    for (let seq = 1; seq <= 6; seq++) {
      viewers.fanOut([message(seq, QUEUE_BYTES / 4)]);
      await settle();
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    expect(gone).toEqual([sleeper]);
  });

  it("gets a heartbeat that pages can see, every 15 seconds", async () => {
    const { viewers } = audience();
    const { viewer, stream } = viewers.open(admission());
    viewers.goLive(viewer, []);
    vi.advanceTimersByTime(45_000);
    viewers.end(viewer, "over");
    const seen = await Array.fromAsync(stream);
    expect(seen.filter((bytes) => bytes === HEARTBEAT.bytes)).toHaveLength(1 + 3);
    expect(new TextDecoder().decode(HEARTBEAT.bytes)).toBe('data: {"type":"heartbeat"}\n\n');
  });

  it("gets several messages in one write, and of those only what they have not seen and asked for", async () => {
    const { viewers, reader } = audience();
    const [all, ahead, some] = [reader(), reader(), reader({ ...EVERYTHING, technicianIds: [3] })];
    viewers.catchUp(ahead.viewer, message(1));
    for (const { viewer } of [all, ahead, some]) viewers.goLive(viewer, []);
    viewers.fanOut([message(1, 10, 3), message(2, 10, 4), message(3, 10, 3)]);
    await all.settle();
    expect([all.seen, ahead.seen, some.seen]).toEqual([[1], [1, 2, 3], [1, 3]]); // the first of the three in one write
    expect([all.viewer.cursor, some.viewer.cursor]).toEqual([3, 3]);
  });

  it("is removed when they have left", async () => {
    const { viewers, gone } = audience();
    const { viewer, stream } = viewers.open(admission());
    await stream.cancel();
    expect(gone).toEqual([viewer]);
    expect(viewers.has(viewer)).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("gets a regular end of the stream when their time is over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
    const { viewers, reader } = audience();
    const { reading, ended } = reader();
    vi.advanceTimersByTime(HOUR);
    await reading;
    expect(ended()).toBe("closed");
    expect(viewers.someAreLive()).toBe(false);
  });

  it("gets the end of the stream when their session ends, and others stay", async () => {
    const { viewers, reader } = audience();
    const { viewer, reading, ended } = reader();
    const other = viewers.open(admission("ses_2")).viewer;
    viewers.endWhere(({ sessionId }) => sessionId === viewer.sessionId, "ended");
    await reading;
    expect([ended(), viewers.has(other)]).toEqual(["closed", true]);
  });
});

describe("a viewer at a socket", () => {
  function opened() {
    const sent: string[] = [];
    const closed: [number, string][] = [];
    const pings = { at: null as Date | null };
    const { viewers, gone } = audience();
    let attachment: unknown;
    const socket = {
      send: (text: string) => sent.push(text.trim()),
      close: (...why: [number, string]) => closed.push(why),
      serializeAttachment: (what: unknown) => {
        attachment = what;
      },
    } as unknown as WebSocket; // the part of a socket that a viewer needs
    const state = { getWebSocketAutoResponseTimestamp: () => pings.at };
    const viewer = viewers.openSocket(state, socket, admission());
    return { viewers, viewer, gone, sent, closed, pings, socket, attachment: () => attachment };
  }

  it("gets each message as one frame, and remembers up to where they are live", () => {
    const { viewers, viewer, sent, attachment } = opened();
    viewers.catchUp(viewer, message(1));
    viewers.goLive(viewer, [message(null)]);
    viewers.fanOut([message(1), message(2), message(3)]);
    expect(sent).toEqual(["1", "null", HEARTBEAT.json, "2", "3"]);
    expect(attachment()).toMatchObject({ sessionId: "ses_1", isLive: true, cursor: 1, filter: EVERYTHING });
  });

  it("is closed when they have been sent a megabyte since their last ping, and not while they go on to ping", () => {
    const { viewers, viewer, gone, sent, closed, pings } = opened();
    viewers.goLive(viewer, []);
    const quarter = (seq: number) => viewers.fanOut([message(seq, QUEUE_BYTES / 4)]);
    for (const seq of [1, 2, 3, 4]) quarter(seq);
    pings.at = new Date();
    for (const seq of [5, 6, 7, 8]) quarter(seq);
    expect(gone).toEqual([]);
    quarter(9);
    expect([gone, closed]).toEqual([[viewer], [[4413, expect.any(String)]]]);
    expect(sent).toHaveLength(1 + 8);
  });

  it("is closed before the first message after their time, and costs no timer", () => {
    const { viewers, viewer, sent, closed } = opened();
    viewers.goLive(viewer, []);
    expect([vi.getTimerCount(), viewers.firstSocketEnd()]).toEqual([0, viewer.endsAt]);
    vi.advanceTimersByTime(HOUR);
    viewers.fanOut([message(1)]);
    expect([sent, closed]).toEqual([[HEARTBEAT.json], [[4408, expect.any(String)]]]);
  });

  it("leaves by closing it, and with them their place among those of the session", () => {
    const { viewers, viewer, gone, socket } = opened();
    expect(viewers.countOf("ses_1")).toBe(1);
    viewers.closeSocket(socket);
    expect([gone, viewers.countOf("ses_1"), viewers.isEmpty()]).toEqual([[viewer], 0, true]);
  });
});
