import { expect } from "vitest";
import { type Api, type Json, PATIENCE_MS } from "./client.ts";

export type StreamMessage = { id: number | null; data: Json };
export type Stream = {
  response: Response;
  /** All that has come so far, in order, without the heartbeats. */
  messages: StreamMessage[];
  /** Waits for the first message that fits. */
  until: (fits: (message: StreamMessage) => boolean) => Promise<StreamMessage>;
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  close: () => Promise<void>;
};

/** Opens the live board and reads it as Server-Sent Events until `close`. */
export async function watch(
  api: Api,
  { path = "/admin/dispatch/stream", headers = {} as Record<string, string> } = {},
): Promise<Stream> {
  const stop = new AbortController();
  const response = await api.open(path, { headers, signal: stop.signal });
  expect(response.status, response.ok ? "" : await response.clone().text()).toBe(200);
  const messages: StreamMessage[] = [];
  let news: () => void = () => undefined;

  const take = (block: string): void => {
    const fields = Object.fromEntries(block.split("\n").map((line) => /^(\w*): ?(.*)$/.exec(line)?.slice(1) ?? []));
    const data = fields.data === undefined ? undefined : (JSON.parse(fields.data) as Json);
    if (data && data.type !== "heartbeat")
      messages.push({ id: fields.id === undefined ? null : Number(fields.id), data });
    expect(fields.event, "onmessage hears only messages without an event line").toBeUndefined();
    news();
  };
  const readAll = async (): Promise<void> => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      blocks.forEach(take);
    }
  };
  const ended = readAll().catch(() => undefined);
  void ended.then(() => news());

  return {
    response,
    messages,
    ended,
    async until(fits) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = messages.find(fits);
        if (found) return found;
        const left = end - Date.now();
        if (left <= 0) throw new Error(`no such message among ${JSON.stringify(messages).slice(0, 2000)}`);
        await new Promise<void>((resolve) => {
          news = resolve;
          setTimeout(resolve, left);
        });
      }
    },
    async close() {
      stop.abort();
      await ended;
    },
  };
}

export const ofType = (type: string) => (message: StreamMessage) => message.data.type === type;
/** Numbers of the events that came after the snapshot, in the order of their arrival. */
export const idsOf = ({ messages }: Stream): number[] => messages.flatMap(({ id }) => (id === null ? [] : [id]));
