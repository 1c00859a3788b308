import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { backoffSeconds, consumeBatch, consumerOf } from "./consumer.ts";

const Body = z.object({ n: z.number() });

function message(body: unknown, attempts = 1) {
  const settled: string[] = [];
  const made: Message & { settled: string[] } = {
    id: crypto.randomUUID(),
    timestamp: new Date(),
    body,
    attempts,
    settled,
    ack: () => void settled.push("ack"),
    retry: (options) => void settled.push(`retry ${options?.delaySeconds === 0 ? "at once" : "later"}`),
  };
  return made;
}

async function consumed(messages: readonly Message[], work: (n: number) => Promise<void>): Promise<void> {
  const batch = { queue: "test", messages } as unknown as MessageBatch;
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const consumer = consumerOf(Body, (_, { n }) => work(n))();
  await consumeBatch(
    batch,
    consumer,
    {} as Cloudflare.Env,
    { waitUntil: () => undefined } as unknown as ExecutionContext,
  );
}

describe("a batch of messages", () => {
  it("settles each by itself: a poisoned one goes at once, a failed one later, neighbours are done", async () => {
    const messages = [message({ n: 1 }), message("poison"), message({ n: 3 }), message({ n: 4 })];
    await consumed(messages, async (n) => {
      if (n === 3) throw new Error("database is away");
    });
    expect(messages.map(({ settled }) => settled)).toEqual([["ack"], ["retry at once"], ["retry later"], ["ack"]]);
  });

  it("does equal work once", async () => {
    const messages = [message({ n: 1 }), message({ n: 1 }), message({ n: 2 })];
    const work = vi.fn(async () => undefined);
    await consumed(messages, work);
    expect(work.mock.calls).toEqual([[1], [2]]);
    expect(messages.flatMap(({ settled }) => settled)).toEqual(["ack", "ack", "ack"]);
  });
});

it.each([
  [1, 0.5, 2],
  [3, 0, 4],
  [3, 1, 12],
  [50, 0.5, 300],
])("after failure %i (random %d) waits %i seconds", (attempts, random, seconds) =>
  expect(backoffSeconds(attempts, random)).toBe(seconds),
);
