import { app } from "./app.ts";
import type { runCron } from "./cron/index.ts";
import type { consume } from "./queues/index.ts";

export { AuthLimiter } from "./durable-objects/auth-limiter.ts";
export { DispatchBoard } from "./durable-objects/dispatch-board.ts";
export { DueTimer } from "./durable-objects/due-timer.ts";

// Queues and crons bring the domains and zod with them, which an isolate that only answers requests need not evaluate at its start.
export default {
  fetch: app.fetch,
  queue: async (...event: Parameters<typeof consume>) => (await import("./queues/index.ts")).consume(...event),
  scheduled: async (...event: Parameters<typeof runCron>) => (await import("./cron/index.ts")).runCron(...event),
} satisfies ExportedHandler<Cloudflare.Env>;
