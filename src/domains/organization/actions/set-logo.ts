import type { Ctx } from "#/ctx.ts";
import { putFile } from "#/db/files.ts";
import { load } from "#/db/tenant/load.ts";
import { logoPath } from "#/domains/tenants/index.ts";
import { imageName, imageTypeOf } from "#/kernel/images.ts";
import { notThatImage } from "../errors.ts";
import { organizationOf } from "../repo.ts";
import { saveOrganization } from "../save.ts";

type LogoInput = { bytes: Uint8Array<ArrayBuffer>; type: string; sha256: string };

/** Sets the logo that log-in pages and mails show. The file is stored first: no row ever names a missing file. */
export async function setLogo(ctx: Ctx, { bytes, type, sha256 }: LogoInput) {
  const seen = imageTypeOf(bytes);
  if (!seen || seen !== type) throw notThatImage(type);
  const { current } = await load(ctx, { current: organizationOf(ctx) });
  const logoKey = imageName(sha256, seen);
  await putFile(ctx, logoPath(ctx.tenant.id, logoKey), { bytes, type });
  return await saveOrganization(ctx, current, "set_logo", { logoKey });
}
