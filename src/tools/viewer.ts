import { EventSource } from "eventsource";
import { z } from "zod";
import type { Headers } from "./api.ts";
import { eventually } from "./story.ts";

const Message = z.object({ type: z.string(), seq: z.int().optional(), data: z.unknown().optional() });
export type Message = z.output<typeof Message> & { id: string };

export type Viewer = {
  messages: Message[];
  /** Waits for the next message of this type, after the last one that `next` has returned. */
  next: (type: string) => Promise<Message>;
  close: () => void;
};

/** Opens the live board's stream with npm `eventsource`. `after` resumes the stream after a message id. */
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
  source.onmessage = ({ data, lastEventId }) => {
    const message = Message.parse(JSON.parse(String(data)));
    if (message.type !== "heartbeat") messages.push({ ...message, id: lastEventId });
  };
  await new Promise<void>((resolve, reject) => {
    source.onopen = () => resolve();
    source.onerror = ({ message, code }) => {
      source.close();
      reject(new Error(`the stream did not open: ${code ?? ""} ${message ?? ""}`));
    };
  });
  source.onerror = null;
  const next = async (type: string) => {
    const isNext = (message: Message, i: number) => i >= asked && message.type === type;
    const message = await eventually(() => messages.find(isNext), `a message ${type} on the stream`);
    asked = messages.indexOf(message) + 1;
    return message;
  };
  return { messages, next, close: () => source.close() };
}
