import type { Context } from "hono";
import { AppError } from "#/kernel/errors.ts";
import type { z } from "#/kernel/fields.ts";
import type { AppEnv } from "./context.ts";

const MAX_DEPTH = 32;

/** Whether a request may come without its body: where nothing must be said in it. */
export const mayBeLeftOut = (body: z.ZodType): boolean => body.safeParse(NOTHING_SAID).success;
const NOTHING_SAID = {};

/** The JSON body; `{}` where there is none, so that the schema names what is missing. 415 for another type, 400 for broken JSON. */
export async function readJson(c: Context<AppEnv>): Promise<unknown> {
  const text = await c.req.text();
  if (text === "") return NOTHING_SAID;
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/([\w.-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type))
    throw new AppError(
      "unsupported_media",
      "request.not_json",
      "Send the body as Content-Type: application/json (UTF-8).",
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "request.malformed_json", "The body is not valid JSON.");
  }
  if (deeperThan(value, MAX_DEPTH))
    throw new AppError("bad_request", "request.too_deep", `The body is nested deeper than ${MAX_DEPTH} levels.`);
  return value;
}

const deeperThan = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((child) => deeperThan(child, levels - 1)));
