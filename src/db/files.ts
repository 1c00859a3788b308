import type { Ctx, OpenCtx } from "#/ctx.ts";
import { hasAlready } from "#/kernel/conditions.ts";
import type { AppError } from "#/kernel/errors.ts";
import { newId } from "#/kernel/ids.ts";
import { errorText, log } from "#/kernel/log.ts";

// Files of businesses, in the bucket. A file is stored before the row that names it, so no row ever names a missing file; what a file
// holds never changes: other content is another file.

type Upload = { bytes: Uint8Array<ArrayBuffer>; type: string };
type Access = Pick<OpenCtx, "env">;

export async function putFile({ env }: Access, path: string, { bytes, type }: Upload): Promise<void> {
  await env.FILES.put(path, bytes, { httpMetadata: { contentType: type } });
}

/** The path of a new file that has a name of its own: `customers/<tenant>/file_...`. */
export const newFilePath = (ctx: Ctx, folder: string): string => `${folder}/${ctx.tenant.id}/${newId("file")}`;

/** The file with its bytes; null when there is none. */
export const openFile = ({ env }: Access, path: string): Promise<R2ObjectBody | null> => env.FILES.get(path);

/** `name` identifies the content; `cached` says for how long, and who, may keep the answer; `missing` is the refusal when there is no such file. */
type Shown = { path: string; name: string; cached: string; ifNoneMatch: string | undefined; missing: AppError };

/** The file, or 304 where the reader has it already. */
export async function showFile(
  { env }: Access,
  { path, name, cached, ifNoneMatch, missing }: Shown,
): Promise<Response> {
  const headers = { "Cache-Control": cached, ETag: `"${name}"` };
  if (hasAlready(ifNoneMatch, name)) return new Response(null, { status: 304, headers });
  const file = await openFile({ env }, path);
  if (!file) throw missing;
  const type = file.httpMetadata?.contentType ?? "application/octet-stream";
  return new Response(file.body, { headers: { ...headers, "Content-Type": type } });
}

/** Deletes a file that no row names now, in the background. A file that remains costs a few kilobytes and is never shown. */
export const dropFile = (ctx: Ctx, path: string): void =>
  ctx.background(
    ctx.env.FILES.delete(path).catch((error: unknown) =>
      log("warn", "file not deleted", { tenant: ctx.tenant.id, path, error: errorText(error) }),
    ),
  );
