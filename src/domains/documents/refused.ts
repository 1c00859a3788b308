import type { OpenCtx } from "#/ctx.ts";
import type { AppError } from "#/kernel/errors.ts";
import { brandOfLink } from "./links.ts";
import { messagePage } from "./page.ts";

/** Writes the page for a link that shows nothing: why, and who can help. */
export const refusedPage =
  (open: OpenCtx, token: string, title: string) =>
  async ({ message }: AppError, nonce: string): Promise<string> =>
    messagePage({ title, nonce, brand: await brandOfLink(open, token) }, message);
