import type { Context } from "hono";
import { databaseUnavailable, isTransient } from "#/db/retry.ts";
import { AppError, errorKinds } from "#/kernel/errors.ts";
import { errorText, log } from "#/kernel/log.ts";
import type { AppEnv } from "./context.ts";
import { noteRefused } from "./rate-limit.ts";

/** A thrown error as a refusal. Only the log shows what went wrong on our side; a database that does not answer is a 503, so that the caller tries again. */
function asRefusal(error: unknown): AppError {
  if (error instanceof AppError && error.kind !== "internal") return error;
  if (isTransient(error)) return databaseUnavailable(error);
  return new AppError("internal", "internal", "Something went wrong on our side. The request id helps us to find it.", {
    cause: error,
  });
}

export function errorResponse(thrown: unknown, c: Context<AppEnv>): Response {
  const error = asRefusal(thrown);
  const { status, code } = errorKinds[error.kind];
  if (error.kind === "internal")
    log("error", "request failed", { request_id: c.get("requestId"), error: errorText(error.cause) });
  c.set("reason", error.reason);
  if (status === 401 || status === 403) noteRefused(c);
  if (error.retryAfter !== undefined) c.header("Retry-After", String(error.retryAfter));
  for (const [name, value] of Object.entries(error.headers ?? {})) c.header(name, value);
  const body = {
    code,
    message: error.message,
    reason: error.reason,
    ...(error.fields && { fields: error.fields }),
    request_id: c.get("requestId"),
  };
  return c.json({ ok: false, error: body }, status);
}
