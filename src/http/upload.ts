import type { Context } from "hono";
import { AppError } from "#/kernel/errors.ts";
import type { AppEnv } from "./context.ts";

/** What kind of file an endpoint takes as its body. */
export type UploadRule = {
  types: readonly [string, ...string[]];
  maxBytes: number;
  /** A small file that passes, in base64: for the generated tests. */
  example: string;
};

export type Upload = {
  bytes: Uint8Array<ArrayBuffer>;
  /** One of the rule's types, as the caller names it; what the bytes are is for the domain to see. */
  type: string;
  /** SHA-256 in hex. */
  sha256: string;
};

/** The body as a file. 415 for another type, 413 beyond the limit, 400 when it is empty. */
export async function readUpload(c: Context<AppEnv>, { types, maxBytes }: UploadRule): Promise<Upload> {
  const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(type))
    throw new AppError("unsupported_media", "request.bad_file_type", `Send the file itself as ${types.join(", ")}.`);
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  if (bytes.length === 0)
    throw new AppError("bad_request", "request.empty_file", "The body is empty; send the file as the body.");
  if (bytes.length > maxBytes)
    throw new AppError("too_large", "request.file_too_large", `The file has more than ${maxBytes / 1024} KiB.`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { bytes, type, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}
