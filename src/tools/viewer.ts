import { EventSource } from "eventsource";
import { z } from "zod";
import type { Headers } from "./api.ts";
import { eventually } from "./story.ts";

const Message = z.object({ type: z.string(), seq: z.int().optional(), data: z.unknown() });
export type Message = z.output<typeof Message> & { id: string };

export type Viewer = {
  messages: Message[];
  /** Waits for the first message of this type that was not asked for before. */
  next: (type: string) => Promise<Message>;
  close: () => void;
};

/** Somebody who looks at the live board, by npm `eventsource` with headers; `after` resumes behind a message id. */
export async function watch(stream: { url: string; headers: Headers }, after?: string): Promise<Viewer> {
  const messages: Message[] = [];
  let asked = 0;
  const source = new EventSource(stream.url, {
    fetch: (url, init) =>
      fetch(url, {
        ...init,
        headers: { ...init.headers, ...stream.headers, ...(after !== undefined && { "Last-Event-ID": after }) },
      }),
  });
  source.onmessage = ({ data, lastEventId }) =>
    messages.push({ ...Message.parse(JSON.parse(String(data))), id: lastEventId });
  await new Promise<void>((resolve, reject) => {
    source.onopen = () => resolve();
    source.onerror = ({ message, code }) => {
      source.close();
      reject(new Error(`the stream did not open: ${code ?? ""} ${message ?? ""}`));
    };
  });
  source.onerror = null;
  const next = async (type: string) => {
    const at = await eventually(() => {
      const index = messages.findIndex((message, i) => i >= asked && message.type === type);
      return index >= 0 && { index };
    }, `a message ${type} on the stream`);
    asked = at.index + 1;
    const message = messages[at.index];
    if (!message) throw new Error("unreachable: the message was just found");
    return message;
  };
  return { messages, next, close: () => source.close() };
}
