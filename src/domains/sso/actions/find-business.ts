import { directoryAccess, type OpenCtx } from "#/ctx.ts";
import { findTenant, type Tenant } from "#/db/directory.ts";
import { findByCode, listedIn } from "#/domains/tenants/index.ts";
import type { ProvedIdentity } from "#/integrations/identity-providers/port.ts";
import { businessMissing } from "../errors.ts";

/**
 * The business that a log-in names; where it names none, the one in which the identity is linked. Null when there is none, 400 when there are
 * several.
 */
export async function findBusiness(
  open: OpenCtx,
  identity: ProvedIdentity,
  businessCode: string | undefined,
): Promise<Tenant | null> {
  const id = open.namedTenant?.toLowerCase() ?? (await idOf(open, identity, businessCode));
  return id === undefined ? null : await findTenant(directoryAccess(open), id);
}

async function idOf(open: OpenCtx, identity: ProvedIdentity, businessCode: string | undefined) {
  if (businessCode !== undefined) return (await findByCode(open, businessCode))?.id;
  const [id, ...others] = await listedIn(open, identity);
  if (others.length > 0) throw businessMissing();
  return id;
}
