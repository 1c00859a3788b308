import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

// The receivers of webhooks, one for each host. They note what reaches them, whatever they answer.

/** `isThanked`: its sender knows that it was accepted. */
export type Post = { host: string; messageId: string; type: string; sequence: number; at: number; isThanked: boolean };
type Told = { type: string; sequence?: number; data: { sequence?: number } };
type Answers = Partial<Record<"200" | "500" | "503" | "301" | "410" | "hangs" | "hangs up" | "is away", number>>;

const HANGS_MS = 15_000;

export function openReceivers(random: Random, scheduler: Scheduler) {
  const posts: Post[] = [];
  const moods = new Map<string, Answers>();

  async function receive(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(String(input instanceof Request ? input.url : input));
    const { how: answer, post } = await scheduler.call(
      "http",
      `post to ${host}`,
      () => {
        const how = random.weighted(moods.get(host) ?? { "200": 1 });
        scheduler.note(`  ${host}: ${how}`);
        const { type, data, sequence = data.sequence ?? 0 } = JSON.parse(init.body as string) as Told;
        const messageId = new Headers(init.headers).get("webhook-id") ?? "";
        const post: Post = { host, messageId, type, sequence, at: scheduler.now(), isThanked: false };
        if (how !== "is away") posts.push(post);
        return { how, post };
      },
      () => new TypeError("Network connection lost."),
    );
    if (answer === "hangs") {
      await new Promise((resolve) => setTimeout(resolve, HANGS_MS));
      throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
    }
    if (answer === "hangs up" || answer === "is away") throw new TypeError("Network connection lost.");
    post.isThanked = answer === "200";
    const headers: Record<string, string> = answer === "503" ? { "retry-after": "30" } : {};
    return new Response(answer === "200" ? null : "no", { status: Number(answer), headers });
  }
  return {
    posts,
    receive,
    setMood: (host: string, answers?: Answers) => void (answers ? moods.set(host, answers) : moods.delete(host)),
  };
}
export type Receivers = ReturnType<typeof openReceivers>;
