import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "../support/client.ts";

// How the board's page keeps its connection, against the clock; test/web/dispatcher.test.ts does it in a browser.

const { keepLive } = (await import(
  /* @vite-ignore */ new URL("../../src/web/board/live.js", import.meta.url).href
)) as Json;

const SECOND = 1000;

class Source {
  static all: Source[] = [];
  onerror = () => undefined;
  onmessage: ((event: { data: string; lastEventId: string }) => void) | undefined;
  closed = false;
  readonly url: string;
  constructor(url: string) {
    this.url = url;
    Source.all.push(this);
  }
  close() {
    this.closed = true;
  }
  says(message: Json, lastEventId = "") {
    this.onmessage?.({ data: JSON.stringify(message), lastEventId });
  }
}

let states: string[];
let messages: Json[];
let tickets: () => Promise<Json>;
let live: Json;
const newest = () => Source.all.at(-1) as Source;
const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
const browser = new EventTarget();

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("window", browser);
  vi.stubGlobal("document", page);
  Source.all = [];
  states = [];
  messages = [];
  tickets = async () => ({ ticket: "tkt" });
  live = keepLive(
    { request: () => tickets() },
    {
      onMessage: (message: Json) => messages.push(message),
      onStatus: ({ state }: Json) => states.push(state),
      onSignedOut: () => states.push("signed out"),
      onRefused: () => states.push("refused"),
    },
  );
  await vi.advanceTimersByTimeAsync(0);
  newest().says({ type: "heartbeat" });
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the board's connection", () => {
  it("is live for as long as heartbeats come, and shows none of them", async () => {
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(15 * SECOND);
      newest().says({ type: "heartbeat" });
    }
    expect([states, messages, Source.all.length]).toEqual([["connecting", "live"], [], 1]);
  });

  it("is lost within 35 s of the last message, and is opened again after the last event", async () => {
    newest().says({ type: "dispatch.created" }, "7");
    await vi.advanceTimersByTimeAsync(30 * SECOND);
    expect(states).toEqual(["connecting", "live"]);
    const stalled = newest();
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect([states.at(-1), stalled.closed]).toEqual(["lost", true]);
    newest().says({ type: "heartbeat" });
    expect([states.at(-1), newest().url]).toEqual(["live", expect.stringContaining("last_event_id=7")]);
  });

  it("tries again for ever, with pauses that grow to half a minute", async () => {
    let asked = 0;
    tickets = async () => {
      asked++;
      throw new TypeError("no network");
    };
    newest().onerror();
    await vi.advanceTimersByTimeAsync(60 * SECOND);
    expect([states.at(-1), asked]).toEqual(["lost", expect.toSatisfy((n: number) => n >= 5 && n <= 9)]);
    await vi.advanceTimersByTimeAsync(600 * SECOND);
    expect(asked).toSatisfy((n: number) => n >= 24 && n <= 52);
  });

  it("says nothing when the server ends a stream and the next one opens at once", async () => {
    newest().onerror();
    await vi.advanceTimersByTimeAsync(1 * SECOND);
    newest().says({ type: "heartbeat" });
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect([states, Source.all.length]).toEqual([["connecting", "live"], 2]);
  });

  it("is not live while the server ends each stream before it has said anything", async () => {
    newest().onerror();
    for (let i = 0; i < 60; i++) {
      await vi.advanceTimersByTimeAsync(1 * SECOND);
      if (!newest().closed) newest().onerror();
    }
    expect([states, Source.all.length]).toEqual([
      ["connecting", "live", "lost"],
      expect.toSatisfy((n: number) => n >= 5 && n <= 9),
    ]);
  });

  it("is opened again although the request for its ticket hangs", async () => {
    tickets = () => new Promise(() => undefined);
    newest().onerror();
    await vi.advanceTimersByTimeAsync(20 * SECOND);
    expect(states.at(-1)).toBe("lost");
    tickets = async () => ({ ticket: "tkt" });
    await vi.advanceTimersByTimeAsync(40 * SECOND);
    newest().says({ type: "heartbeat" });
    expect(states.at(-1)).toBe("live");
  });

  it("hears that the computer is offline, and online again", async () => {
    browser.dispatchEvent(new Event("offline"));
    expect(states.at(-1)).toBe("offline");
    browser.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    newest().says({ type: "heartbeat" });
    expect(states.at(-1)).toBe("live");
  });

  it("knows after a sleep, in which no timer ran, that it is not live", async () => {
    vi.setSystemTime(Date.now() + 3600 * SECOND);
    page.dispatchEvent(new Event("visibilitychange"));
    expect(states.at(-1)).toBe("lost");
    await vi.advanceTimersByTimeAsync(0);
    newest().says({ type: "heartbeat" });
    expect(states.at(-1)).toBe("live");
  });

  it.each([
    [401, "signed out"],
    [403, "refused"],
  ])("ends for a reader whose ticket answers %i", async (status, state) => {
    tickets = () => Promise.reject(Object.assign(new Error("no"), { status }));
    newest().onerror();
    await vi.advanceTimersByTimeAsync(1 * SECOND);
    expect(states.at(-1)).toBe(state);
  });
});
