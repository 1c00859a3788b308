import type { Ctx } from "./ctx.ts";
import type { SQL, Statement } from "./db/tenant/client.ts";
import type { Instant } from "./kernel/time.ts";

// Apart from domains.ts, which leads to every domain: the board shows which promises are in danger, and jobs come before promises.

/** A promise for a job that was broken, or whose time is nearly over. */
export type Pressing = {
  jobId: number;
  kind: "response" | "resolution";
  state: "warning" | "violated";
  dueAt: Instant | null;
  /** The status by which the response counts as given. */
  responseMetAt: string;
};
type PressingLevels = (ctx: Ctx, jobIds: SQL) => Statement & { _: { result: Pressing[] } };

/** The module that knows what was promised. */
const sla: () => Promise<{ pressingLevels: PressingLevels }> = () => import("./domains/sla/board-repo.ts");

/** What of the promises for these jobs, given as SQL for their ids, dispatchers must see: for a load. */
export const pressingLevels = async (ctx: Ctx, jobIds: SQL) => (await sla()).pressingLevels(ctx, jobIds);
