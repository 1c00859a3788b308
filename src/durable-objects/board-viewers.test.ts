import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HEARTBEAT, RETRY } from "./board-messages.ts";
import { openViewers, QUEUE_BYTES, type Viewer } from "./board-viewers.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] }));
afterEach(() => vi.useRealTimers());

const HOUR = 3_600_000;
const message = (seq: number | null, size = 10) => ({ seq, bytes: new Uint8Array(size).fill(seq ?? 0) });
const admission = (sessionId = "ses_1") => ({ sessionId, madeAt: 0, ticket: null, endsAt: Date.now() + HOUR });

function audience() {
  const gone: Viewer[] = [];
  const viewers = openViewers((viewer) => gone.push(viewer));
  /** A viewer who reads everything; `seen` holds the sequence number of each message. */
  const reader = () => {
    const { viewer, stream } = viewers.open(admission());
    const seen: number[] = [];
    let end = "";
    const reading = (async () => {
      for await (const bytes of stream) if (bytes !== RETRY && bytes !== HEARTBEAT) seen.push(bytes[0] ?? -1);
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
    viewers.fanOut(message(2));
    viewers.catchUp(viewer, message(1));
    viewers.fanOut(message(3));
    viewers.catchUp(viewer, message(2));
    viewers.goLive(viewer, []);
    viewers.fanOut(message(3));
    viewers.fanOut(message(4));
    await settle();
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it("gets no positions until they are live, and then the latest ones", async () => {
    const { viewers, reader } = audience();
    const { viewer, seen, settle } = reader();
    viewers.fanOut(message(null));
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
      await viewers.room(viewer);
    }
    viewers.goLive(viewer, [message(null)]);
    await vi.waitFor(() => expect(seen).toEqual([1, 2, 3, 4, 5, 0]));
  });

  it("is disconnected when too many live events arrive first, and the wait for room ends", async () => {
    const { viewers, gone } = audience();
    const { viewer } = viewers.open(admission());
    viewers.catchUp(viewer, message(1, QUEUE_BYTES));
    const waiting = viewers.room(viewer);
    for (const seq of [2, 3, 4]) viewers.fanOut(message(seq, QUEUE_BYTES / 4));
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
      viewers.fanOut(message(seq, QUEUE_BYTES / 4));
      await settle();
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    expect(gone).toEqual([sleeper]);
  });

  it("gets a heartbeat that pages can see, every 15 seconds", () => {
    const { viewers } = audience();
    const { viewer } = viewers.open(admission());
    viewers.goLive(viewer, []);
    const before = viewer.controller.desiredSize ?? 0;
    vi.advanceTimersByTime(45_000);
    expect(before - (viewer.controller.desiredSize ?? 0)).toBe(3 * HEARTBEAT.byteLength);
    expect(new TextDecoder().decode(HEARTBEAT)).toBe('data: {"type":"heartbeat"}\n\n');
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
    viewers.endWhere(({ sessionId }) => sessionId === viewer.sessionId);
    await reading;
    expect([ended(), viewers.has(other)]).toEqual(["closed", true]);
  });
});
