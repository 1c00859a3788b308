import type { Ctx } from "#/ctx.ts";
import { logoPath } from "#/domains/tenants/index.ts";
import { errorText, log } from "#/kernel/log.ts";

/** Deletes a logo's file when no row names it any more. One that stays behind costs a few kilobytes and shows nowhere. */
export const dropLogo = (ctx: Ctx, logoKey: string): void =>
  ctx.background(
    ctx.env.FILES.delete(logoPath(ctx.tenant.id, logoKey)).catch((error: unknown) =>
      log("warn", "a logo's file was left behind", { tenant: ctx.tenant.id, error: errorText(error) }),
    ),
  );
