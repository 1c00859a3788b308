import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client, eventually, newBusiness, PASSWORD } from "../support/client.ts";
import { linkIn, mailsTo, mailTo } from "../support/mails.ts";

const outcome = ({ status, error }: Answer) => (error ? `${status} ${error.reason}` : `${status}`);
const tokenIn = (mail: { text: string }) => linkIn(mail).split("#")[1];
const confirm = (token: unknown) => client().post("/auth/email/confirm", { token });

async function signUp(email = `${randomUUID()}@example.com`) {
  const made = await client().post("/auth/register", {
    email,
    username: `owner-${randomUUID().slice(0, 8)}`,
    password: PASSWORD,
    first_name: "Olive",
    last_name: "Owner",
    company_name: `Sign-up ${randomUUID().slice(0, 8)}`,
  });
  expect(made.status, made.text).toBe(201);
  const { access_token, tenant_id } = made.data;
  return { email, api: client({ authorization: `Bearer ${access_token}`, "x-tenant-id": tenant_id }) };
}
const invitation = () => ({ email: `${randomUUID()}@example.com`, name: "Max", username: "max", roles: ["viewer"] });

it("nobody is invited before the owner has confirmed their e-mail address, by the link of the sign-up's mail", async () => {
  const { email, api } = await signUp();
  const asked = invitation();
  expect(outcome(await api.post("/admin/users", asked))).toBe("403 user.owner_email_unconfirmed");
  const mail = await mailTo(email, /Confirm/);
  expect(linkIn(mail)).toContain("/confirm-email#lnk_");
  expect((await api.get("/auth/me")).data.email_verified).toBe(false);

  expect((await confirm(tokenIn(mail))).data).toEqual({ email });
  expect((await api.get("/auth/me")).data.email_verified).toBe(true);
  expect(outcome(await confirm(tokenIn(mail)))).toBe("401 auth.invalid_link");
  expect(outcome(await api.post("/auth/email/resend-confirmation"))).toBe("409 auth.email_already_confirmed");
  expect(outcome(await api.post("/admin/users", asked))).toBe("201");
});

it("an invitation is not mailed again either while no owner's address is confirmed", async () => {
  const { api, shard, tenantId } = await newBusiness();
  const { data: invited } = await api.post("/admin/users", invitation());
  await sql(shard, "update users set email_verified_at = null where tenant_id = ?", tenantId);
  expect(outcome(await api.post(`/admin/users/${invited.id}/resend-invitation`))).toBe(
    "403 user.owner_email_unconfirmed",
  );
});

it("a new address must be confirmed, and links to the old one are void", async () => {
  const { email, api } = await signUp();
  const old = tokenIn(await mailTo(email, /Confirm/));
  const next = `${randomUUID()}@example.com`;
  expect((await api.patch("/admin/users/1", { email: next })).status).toBe(200);
  expect(outcome(await confirm(old))).toBe("401 auth.invalid_link");
  expect((await confirm(tokenIn(await mailTo(next, /Confirm/)))).data).toEqual({ email: next });
});

it("an address gets three confirmation mails an hour, of all businesses together; sign-ups answer as ever", async () => {
  const { email, api } = await signUp();
  expect(outcome(await api.post("/auth/email/resend-confirmation"))).toBe("200");
  expect(outcome(await (await signUp(email.toUpperCase())).api.get("/auth/me"))).toBe("200"); // the third
  const refused = await api.post("/auth/email/resend-confirmation");
  expect(outcome(refused)).toBe("429 auth.too_many_confirmations");
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3000);
  await signUp(email);
  const count = async () => (await mailsTo(email)).length + (await mailsTo(email.toUpperCase())).length;
  await eventually(async () => (await count()) >= 3, "three mails");
  expect(await count()).toBe(3);
});
