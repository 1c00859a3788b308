import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { client, eventually, newBusiness, newTechnician, PASSWORD, quiet } from "../support/client.ts";
import { linkIn, mailsTo, mailTo } from "../support/mails.ts";

const address = () => `${randomUUID()}@example.com`;

it("an invitation tells with which business code and user name its reader signs in", async () => {
  const { api, code } = await newBusiness();
  const email = address();
  const invited = await api.post("/admin/users", { email, name: "Maria", username: "maria", roles: ["viewer"] });
  expect(invited.status, invited.text).toBe(201);
  const mail = await mailTo(email, /invited/);
  expect(mail.text).toContain(code);
  expect(mail.text).toContain("maria");

  const accepted = await client().post("/auth/invitations/accept", {
    token: linkIn(mail).split("#")[1],
    password: PASSWORD,
  });
  expect(accepted.status, accepted.text).toBe(200);
  await client({ "x-tenant-id": String(/lnk_([0-9a-f-]{36})/.exec(mail.text)?.[1]) }).post("/auth/password/forgot", {
    username: "maria",
  });
  const reset = await mailTo(email, /new password/);
  expect(reset.text).toContain(code);
  expect(reset.text).toContain("maria");
});

it("a new e-mail address is told to the old one", async () => {
  const business = await newBusiness();
  const [old, next] = [address(), address()];
  const patch = (body: object) => business.api.patch("/admin/users/1", body);
  expect((await patch({ email: old })).status).toBe(200);
  expect((await patch({ email: next })).status).toBe(200);
  expect((await mailTo(old, /was changed/)).text).toContain("no longer come here");
  expect((await patch({ email: next, name: "Jane" })).status).toBe(200);
  await quiet(business);
  expect((await mailsTo(next)).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Confirm/)]);
});

it("a new API key is told to its maker, even when a key of theirs made it", async () => {
  const { api } = await newBusiness();
  const email = address();
  await api.patch("/admin/users/1", { email });
  const made = await api.post("/admin/api-keys", { name: "Export", scopes: ["api-keys:write"] });
  const mail = await mailTo(email, /API key/);
  expect(mail.text).toContain(made.data.prefix);
  expect(mail.text).not.toContain(made.data.key);
  const machine = client({ authorization: `Bearer ${made.data.key}` });
  const second = await machine.post("/admin/api-keys", { name: "Second", scopes: ["api-keys:write"] });
  expect(second.status, second.text).toBe(201);
  await eventually(async () => (await mailsTo(email)).some(({ text }) => text.includes("Second")), "the second mail");
});

it("deactivating a user lists the API keys that they made and that still work", async () => {
  const { api, tenantId } = await newBusiness();
  const email = address();
  const { data: user } = await api.post("/admin/users", { email, name: "Max", username: "max", roles: ["admin"] });
  const token = linkIn(await mailTo(email, /invited/)).split("#")[1];
  const accepted = await client().post("/auth/invitations/accept", { token, password: PASSWORD });
  const max = client({ authorization: `Bearer ${accepted.data.access_token}`, "x-tenant-id": tenantId });
  const make = async (name: string, by = max) =>
    (await by.post("/admin/api-keys", { name, scopes: ["sales:read"] })).data;
  const kept = await make("kept");
  const revoked = await make("revoked");
  await make("of the owner", api);
  await api.post(`/admin/api-keys/${revoked.id}/revoke`);
  const answer = await api.post(`/admin/users/${user.id}/deactivate`);
  expect(answer.data).toMatchObject({
    status: "deactivated",
    api_keys: [{ id: kept.id, name: "kept", prefix: kept.prefix }],
  });
});

it("the log-in of a technician who leaves ends with them, and one that opens more stays", async () => {
  const business = await newBusiness();
  const [leaver, lead] = [await newTechnician(business, true), await newTechnician(business, true)];
  const userOf = async (id: number) => (await business.api.get(`/admin/technicians/${id}`)).data;
  expect((await leaver.api.get("/tech/dispatch/my-jobs")).status).toBe(200);
  const { items } = (await business.api.get("/admin/users")).data;
  const leadUser = items.find((user: { technician_id: number }) => user.technician_id === lead.id);
  await business.api.patch(`/admin/users/${leadUser.id}`, { roles: ["technician", "dispatcher"] });

  for (const { id } of [leaver, lead])
    expect((await business.api.patch(`/admin/technicians/${id}`, { is_active: false })).status).toBe(200);
  expect((await leaver.api.get("/tech/dispatch/my-jobs")).status).toBe(401);
  const { username } = await userOf(leaver.id);
  const again = await client({ "x-tenant-id": business.tenantId }).post("/auth/login", {
    username,
    password: PASSWORD,
  });
  expect(again.status).toBe(401);
  const statuses = (await business.api.get("/admin/users")).data.items.map(
    (user: { technician_id: number | null; status: string }) => [user.technician_id, user.status],
  );
  expect(statuses).toContainEqual([leaver.id, "deactivated"]);
  expect(statuses).toContainEqual([lead.id, "active"]);
});
