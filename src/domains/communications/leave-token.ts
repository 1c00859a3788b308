import { seal, toBase64Url, unseal } from "#/kernel/seal.ts";

// The link in marketing by which its reader ends it. It needs no row: the token is who wants no more, sealed.

type Env = { SEAL_KEY: string };
const PLACE = "leave marketing";

export const leaveToken = async (
  { env, tenant }: { env: Env; tenant: { id: string } },
  { customerId, to }: { customerId: number | null; to: string | null },
): Promise<string> => toBase64Url(btoa(await seal(env, PLACE, `${tenant.id} ${customerId ?? ""} ${to ?? ""}`)));

/** Who a token is of, and the address that the mail went to, which old ones lack; undefined for any other text. */
export async function readLeaveToken(
  env: Env,
  token: string,
): Promise<{ tenantId: string; customerId: number; address: string | undefined } | undefined> {
  try {
    const sealed = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
    const [tenantId = "", customerId = "", address] = (await unseal(env, PLACE, sealed)).split(" ");
    return customerId === "" ? undefined : { tenantId, customerId: Number(customerId), address: address || undefined };
  } catch {
    return undefined;
  }
}
