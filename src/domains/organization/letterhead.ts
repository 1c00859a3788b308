import type { Ctx } from "#/ctx.ts";
import { logoPath } from "#/domains/tenants/index.ts";
import type { Report } from "#/integrations/pdf/index.ts";
import { present } from "./present.ts";
import type { Organization } from "./repo.ts";

/** Businesses of these currencies print on Letter, all others on A4. */
const LETTER = ["USD", "CAD", "MXN", "PHP", "CLP", "COP"];

/** Makes a PDF under the letterhead of the business. */
export async function printed(
  ctx: Ctx,
  organization: Organization | undefined,
  content: Omit<Report, "paper" | "business">,
): Promise<Uint8Array<ArrayBuffer>> {
  const { branding, currency } = present(ctx, organization);
  const logoKey = organization?.logoKey;
  const logo = logoKey ? await ctx.env.FILES.get(logoPath(ctx.tenant.id, logoKey)) : null;
  const { makePdf } = await import("#/integrations/pdf/index.ts");
  return await makePdf(ctx.env.ASSETS, {
    ...content,
    paper: LETTER.includes(currency) ? "LETTER" : "A4",
    business: {
      name: branding.displayName,
      color: branding.primaryColor,
      logo: logo ? new Uint8Array(await logo.arrayBuffer()) : undefined,
    },
  });
}
