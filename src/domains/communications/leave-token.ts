import { seal, toBase64Url, unseal } from "#/kernel/seal.ts";

// The link in marketing by which its reader ends it. It needs no row: the token is who wants no more, sealed.

type Env = { SEAL_KEY: string };
const PLACE = "leave marketing";

export const leaveToken = async (
  { env, tenant }: { env: Env; tenant: { id: string } },
  customerId: number | null,
): Promise<string> => toBase64Url(btoa(await seal(env, PLACE, `${tenant.id} ${customerId ?? ""}`)));

/** Who a token is of; undefined for any other text. */
export async function readLeaveToken(
  env: Env,
  token: string,
): Promise<{ tenantId: string; customerId: number } | undefined> {
  try {
    const sealed = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
    const [tenantId = "", customerId = ""] = (await unseal(env, PLACE, sealed)).split(" ");
    return customerId === "" ? undefined : { tenantId, customerId: Number(customerId) };
  } catch {
    return undefined;
  }
}
