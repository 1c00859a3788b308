import { app } from "./app.ts";
import { runCron } from "./cron/index.ts";
import { consume } from "./queues/index.ts";

export { AuthLimiter } from "./durable-objects/auth-limiter.ts";
export { DispatchBoard } from "./durable-objects/dispatch-board.ts";

export default {
  fetch: app.fetch,
  queue: consume,
  scheduled: runCron,
} satisfies ExportedHandler<Cloudflare.Env>;
