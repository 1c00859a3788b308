import type { MiddlewareHandler } from "hono";
import { rateLimiter } from "hono-rate-limiter";
import { authLimiterOf } from "#/durable-objects/stubs.ts";
import { AppError } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import { type AppEnv, clientIp } from "./context.ts";

const WINDOW_MS = 60_000;
/** The spec's limits. The numbers of the first two are in wrangler.toml, where the Workers binding wants them. */
export const RATE_LIMIT_POLICY = '"ip";q=300;w=60, "tenant";q=200;w=60';
const AUTH_LIMIT = 5;
export const AUTH_LIMIT_POLICY = `"auth";q=${AUTH_LIMIT};w=60`;

const tooMany = (scope: string, retryAfter?: number) =>
  new AppError(
    "rate_limited",
    `rate_limit.${scope}`,
    `Too many requests from this ${scope === "tenant" ? "business" : "address"}. Wait for Retry-After seconds.`,
    {
      ...(retryAfter !== undefined && { retryAfter }),
    },
  );

const lifted = (env: Cloudflare.Env) => env.RATE_LIMITS === "off";

/** The binding is a shield and no ledger: when it fails, requests pass. */
const failOpen = (limiter: RateLimit) => ({
  limit: (options: { key: string }) =>
    limiter.limit(options).catch((error: unknown) => {
      log("warn", "rate limiter does not answer", { error: errorText(error) });
      return { success: true };
    }),
});

// The binding answers yes or no only, so Retry-After is the whole window.
export const limitByIp: MiddlewareHandler<AppEnv> = rateLimiter<AppEnv>({
  binding: (c) => failOpen(c.env.RATE_IP),
  keyGenerator: clientIp,
  skip: (c) => lifted(c.env),
  handler: () => {
    throw tooMany("ip", WINDOW_MS / 1000);
  },
});

/** After authentication: an unverified header would let anyone use up another tenant's budget. */
export const limitByTenant: MiddlewareHandler<AppEnv> = rateLimiter<AppEnv>({
  binding: (c) => failOpen(c.env.RATE_TENANT),
  keyGenerator: (c) => c.get("tenantId") ?? "",
  skip: (c) => lifted(c.env),
  handler: () => {
    throw tooMany("tenant", WINDOW_MS / 1000);
  },
});

const authLimiters = new WeakMap<Cloudflare.Env, MiddlewareHandler<AppEnv>>();

/** 5 in 60 s per address and route, exact; the window opens at the first hit. Fails closed: it guards passwords. */
export const limitAuth: MiddlewareHandler<AppEnv> = (c, next) => {
  c.set("isLimited", true);
  let limiter = authLimiters.get(c.env);
  if (!limiter) {
    limiter = rateLimiter<AppEnv>({
      windowMs: WINDOW_MS,
      limit: AUTH_LIMIT,
      // by endpoint, not by path: `/auth/login/` must not open a second window
      keyGenerator: (of) => `${clientIp(of)} ${of.req.method} ${of.get("route")}`,
      skip: (of) => lifted(of.env),
      store: {
        increment: async (key) => {
          const { totalHits, resetAt } = await authLimiterOf(c.env, key).hit(WINDOW_MS);
          return { totalHits, resetTime: new Date(resetAt) };
        },
        // only needed by options that we do not use (skipping requests by their outcome)
        decrement: () => undefined,
        resetKey: () => undefined,
      },
      handler: () => {
        throw tooMany("auth"); // Retry-After is set by the middleware, exact
      },
    });
    authLimiters.set(c.env, limiter);
  }
  return limiter(c, next);
};
