import type { Context } from "hono";
import type { OpenCtx } from "#/ctx.ts";
import { newCost } from "#/db/cost.ts";
import { timesNow } from "#/kernel/clock.ts";
import { newId } from "#/kernel/ids.ts";

export type Variables = {
  requestId: string;
  open: OpenCtx;
  /** `performance.now()` at its start. */
  started: number;
  /** The budgets that the request was counted against, as the headers tell them (rate-limit.ts). */
  limits?: { policy: string; left: string };
  /** Whose request it is within the business, once that is known. */
  caller?: string;
  /** The answer shows a token or a secret. */
  showsSecret?: true;
  /** The answer was made with all its headers (observe.ts). */
  hasHeaders?: true;
  /** The gate knows who asks. A stranger is not told what an answer cost: it may tell whether there is a user of this name. */
  isKnown?: true;
  /** Work that starts when the answer is made. */
  afterAnswer?: (() => Promise<unknown>)[];
  /** Set once the caller's tenant is known. */
  tenantId?: string;
  /** Path pattern of the endpoint, for the log. */
  route?: string;
  /** Reason of a refusal, for the log. */
  reason?: string;
};
export type AppEnv = { Bindings: Cloudflare.Env; Variables: Variables };

/** The edge sets CF-Connecting-IP; X-Forwarded-For is anybody's claim and is never read. */
export const clientIp = (c: Context<AppEnv>): string => c.req.header("cf-connecting-ip") ?? "unknown";

/** Everything about the request that does not depend on who sent it. */
export function openCtx(c: Context<AppEnv>): OpenCtx {
  const namedTenant = c.req.header("x-tenant-id");
  const bookmark = c.req.header("x-d1-bookmark");
  return {
    env: c.env,
    ...timesNow(),
    requestId: newId("req"),
    client: {
      ip: clientIp(c),
      get userAgent() {
        return (c.req.header("user-agent") ?? "").slice(0, 300); // only sign-ins ask
      },
    },
    cost: newCost(),
    asked: {},
    ...(namedTenant && { namedTenant }),
    // a write judges what it loads, so that comes from the primary
    ...(bookmark !== undefined && { bookmark: c.req.method === "GET" || c.req.method === "HEAD" ? bookmark : "" }),
    background: (work) => c.executionCtx.waitUntil(work),
    afterAnswer: (work) => c.set("afterAnswer", [...(c.get("afterAnswer") ?? []), work]),
  };
}
