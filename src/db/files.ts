import type { Ctx } from "#/ctx.ts";
import { newId } from "#/kernel/ids.ts";
import { errorText, log } from "#/kernel/log.ts";

// Files of a business in R2. A row names each file by its key; the file is stored first, so no row ever names a missing one.

/** The key of a new file: `customers/<tenant>/file_...`. */
export const newFileKey = (ctx: Ctx, folder: string): string => `${folder}/${ctx.tenant.id}/${newId("file")}`;

/** Stores a file under a key. */
export const keepFile = async (ctx: Ctx, key: string, file: { bytes: Uint8Array<ArrayBuffer>; type: string }) => {
  await ctx.env.FILES.put(key, file.bytes, { httpMetadata: { contentType: file.type } });
};

/** The file with its bytes; null when there is none. */
export const openFile = (ctx: Ctx, key: string): Promise<R2ObjectBody | null> => ctx.env.FILES.get(key);

/** Removes a file after the answer. One that stays in spite of it is of no harm: no row names it. */
export const dropFile = (ctx: Ctx, key: string): void =>
  ctx.background(
    ctx.env.FILES.delete(key).catch((error: unknown) =>
      log("warn", "file not removed", { key, error: errorText(error) }),
    ),
  );
