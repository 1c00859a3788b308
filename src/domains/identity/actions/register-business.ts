import type { OpenCtx } from "#/ctx.ts";
import { assertGoodPassword } from "../passwords.ts";
import { openBusiness } from "./open-business.ts";

export type RegisterInput = {
  email: string;
  username: string;
  password: string;
  firstName: string;
  lastName: string;
  companyName: string;
};

/** Opens a business for somebody who signs in by password. */
export async function registerBusiness(open: OpenCtx, { companyName, firstName, lastName, ...input }: RegisterInput) {
  await assertGoodPassword(input.password, { username: input.username, businessName: companyName }); // before anything is reserved

  return await openBusiness(open, { companyName, owner: { ...input, name: `${firstName} ${lastName}` } });
}
