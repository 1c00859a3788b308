import fc from "fast-check";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import { type Answer, type Business, client, eventually, newBusiness, PASSWORD, signIn } from "../support/client.ts";

type Device = { tenantId: string; accessToken: string; refreshToken: string };

/** Signs the owner in on one more device. */
async function newDevice({ tenantId, username }: Pick<Business, "tenantId" | "username">): Promise<Device> {
  const { data, status } = await client({ "x-tenant-id": tenantId, "user-agent": "Phone" }).post("/auth/login", {
    username,
    password: PASSWORD,
  });
  expect(status).toBe(200);
  return { tenantId, accessToken: data.access_token, refreshToken: data.refresh_token };
}
const apiOf = ({ accessToken }: Pick<Device, "accessToken">) => client({ authorization: `Bearer ${accessToken}` });
const sessionOf = ({ accessToken }: Pick<Device, "accessToken">) => String(decodeJwt(accessToken).sid);
const refresh = ({ tenantId }: Pick<Device, "tenantId">, token: string, more: Record<string, unknown> = {}) =>
  client({ "x-tenant-id": tenantId }).post("/auth/refresh", { refresh_token: token, ...more });
const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;

/** As if its used refresh tokens had been used the given number of seconds ago. */
const passTime = ({ shard, tenantId }: Business, seconds: number) =>
  sql(
    shard,
    "update refresh_tokens set used_at = ? where tenant_id = ? and used_at is not null",
    new Date(Date.now() - seconds * 1000).toISOString(),
    tenantId,
  );
/** As if the grace for a lost answer were over. */
const passGrace = (business: Business) => passTime(business, 11);

describe("the list of one's own sessions", () => {
  it("shows each signed-in device, which one this is, and nothing of other users", async () => {
    const business = await newBusiness();
    const phone = await newDevice(business);
    await newBusiness();
    const { items } = (await apiOf(phone).get("/auth/sessions")).data;
    expect(items).toHaveLength(2);
    expect(items.map(({ id, current }: { id: string; current: boolean }) => [id, current])).toEqual([
      [sessionOf(phone), true],
      [sessionOf(business), false],
    ]);
    expect(items[0]).toMatchObject({ user_agent: "Phone", ip: expect.stringMatching(/^10\./) });
    expect(Date.parse(items[0].expires_at) - Date.parse(items[0].created_at)).toBe(90 * 86_400_000);
  });

  it("shows no session that has ended, has expired or was forgotten", async () => {
    const business = await newBusiness();
    const [ended, expired, idle] = await Promise.all([1, 2, 3].map(() => newDevice(business)));
    const past = "2020-01-01T00:00:00.000Z";
    for (const [column, device] of [
      ["ended_at", ended],
      ["expires_at", expired],
      ["last_used_at", idle],
    ] as const)
      await sql(
        business.shard,
        `update sessions set ${column} = ? where tenant_id = ? and id = ?`,
        past,
        business.tenantId,
        device ? sessionOf(device) : "",
      );
    const { items } = (await business.api.get("/auth/sessions")).data;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([sessionOf(business)]);
  });
});

describe("signing out", () => {
  it("of one other device ends its access tokens and its refresh token at once, and no other's", async () => {
    const business = await newBusiness();
    const phone = await newDevice(business);
    const answer = await business.api.request("DELETE", `/auth/sessions/${sessionOf(phone)}`);
    expect([answer.status, answer.data]).toEqual([200, { sessions_ended: 1 }]);
    expect(outcome(await apiOf(phone).get("/auth/me"))).toBe("401 auth.session_ended");
    expect(outcome(await refresh(phone, phone.refreshToken))).toBe("401 auth.invalid_refresh_token");
    expect((await business.api.get("/auth/me")).status).toBe(200);
    const again = await business.api.request("DELETE", `/auth/sessions/${sessionOf(phone)}`);
    expect(outcome(again)).toBe("404 session.not_found");
  });

  it("of another user's device is 404, in the caller's business too", async () => {
    const business = await newBusiness();
    const username = "tess-technician";
    await business.api.post("/admin/technicians", {
      name: "Tess",
      pay_type: "hourly",
      base_pay_cents: 1,
      username,
      password: PASSWORD,
    });
    const tess = await signIn(business, username);
    expect(outcome(await tess.request("DELETE", `/auth/sessions/${sessionOf(business)}`))).toBe(
      "404 session.not_found",
    );
    expect((await business.api.get("/auth/me")).status).toBe(200);
  });

  it("here ends this session, once", async () => {
    const business = await newBusiness();
    const phone = await newDevice(business);
    const api = apiOf(phone);
    expect((await api.post("/auth/logout")).data).toEqual({ sessions_ended: 1 });
    expect(outcome(await api.post("/auth/logout"))).toBe("401 auth.session_ended");
    expect(outcome(await refresh(phone, phone.refreshToken))).toBe("401 auth.invalid_refresh_token");
    expect((await business.api.get("/auth/me")).status).toBe(200);
  });

  it("twice at the same moment refuses the second as any later request", async () => {
    const device = await newDevice(await newBusiness());
    const both = await Promise.all([1, 2].map(() => apiOf(device).post("/auth/logout")));
    expect(both.map(outcome).toSorted()).toEqual(["200 undefined", "401 auth.session_ended"]);
  });

  it("everywhere keeps no session at all", async () => {
    const business = await newBusiness();
    const devices: Device[] = [business, await newDevice(business), await newDevice(business)];
    expect((await business.api.post("/auth/logout-everywhere")).data).toEqual({ sessions_ended: 3 });
    for (const device of devices) {
      expect(outcome(await apiOf(device).get("/auth/me"))).toBe("401 auth.session_ended");
      expect(outcome(await refresh(device, device.refreshToken))).toBe("401 auth.invalid_refresh_token");
    }
  });

  it("closes the live board of that device and leaves the others open", async () => {
    const business = await newBusiness();
    const phone = await newDevice(business);
    const [watched, other] = await Promise.all(
      [phone, business].map((device) => apiOf(device).open("/admin/dispatch/stream")),
    );
    const reader = watched?.body?.getReader();
    await reader?.read();
    await apiOf(phone).post("/auth/logout");
    const closed = await eventually(async () => (await reader?.read())?.done, "the stream ends");
    expect(closed).toBe(true);
    const alive = other?.body?.getReader();
    expect((await alive?.read())?.done).toBe(false);
    await alive?.cancel();
  });

  it("is in the audit log", async () => {
    const business = await newBusiness();
    await apiOf(await newDevice(business)).post("/auth/logout");
    const rows = await sql(
      business.shard,
      "select actor, details from audit_log where tenant_id = ? and action = 'log_out'",
      business.tenantId,
    );
    expect(rows).toEqual([{ actor: "user:1", details: JSON.stringify({ user_id: 1 }) }]);
  });
});

describe("who is signed in", () => {
  it("is told with what the user may do now", async () => {
    const business = await newBusiness();
    const { data } = await business.api.get("/auth/me");
    expect(data).toMatchObject({
      id: 1,
      username: business.username,
      email: `${business.username}@example.com`,
      is_admin: true,
      roles: ["owner"],
      technician_id: null,
      mfa_enabled: false,
      session_id: sessionOf(business),
      tenant_id: business.tenantId,
      business_code: business.code,
    });
    expect(data.permissions).toContain("sales:write");
    await sql(business.shard, "update users set roles = '[\"viewer\"]' where tenant_id = ?", business.tenantId);
    const now = (await business.api.get("/auth/me")).data;
    expect([now.roles, now.is_admin, now.permissions.includes("sales:write")]).toEqual([["viewer"], false, false]);
  });
});

describe("a refresh token that rotates", () => {
  /** Replaces the token the given number of times; answers all of the tokens, oldest first. */
  async function chain(business: Device, length: number): Promise<string[]> {
    const tokens = [business.refreshToken];
    for (let i = 0; i < length; i++) {
      const { status, data } = await refresh(business, tokens.at(-1) ?? "", i === 0 ? { rotate: true } : {});
      expect(status).toBe(200);
      tokens.push(data.refresh_token);
    }
    return tokens;
  }

  it("is replaced each time from the first wish on, and each access token works", async () => {
    const business = await newBusiness();
    const tokens = await chain(business, 5);
    expect(new Set(tokens).size).toBe(6);
    const last = await refresh(business, tokens.at(-1) ?? "");
    expect((await apiOf({ accessToken: last.data.access_token }).get("/auth/me")).status).toBe(200);
    expect(sessionOf({ accessToken: last.data.access_token })).toBe(sessionOf(business));
  });

  it.each([0, 1, 2, 3, 4])("ends the whole session when number %i of five is used again", async (n) => {
    const business = await newBusiness();
    const tokens = await chain(business, 5);
    await passGrace(business);
    expect(outcome(await refresh(business, tokens[n] ?? ""))).toBe("401 auth.token_reused");
    expect(outcome(await refresh(business, tokens[5] ?? ""))).toBe("401 auth.invalid_refresh_token");
    expect(outcome(await business.api.get("/auth/me"))).toBe("401 auth.session_ended");
    const rows = await sql(
      business.shard,
      "select entity_id from audit_log where tenant_id = ? and action = 'refresh_token_reused'",
      business.tenantId,
    );
    expect(rows).toEqual([{ entity_id: sessionOf(business) }]);
  });

  it("leaves other sessions of the user alone when it is stolen", async () => {
    const business = await newBusiness();
    const phone = await newDevice(business);
    await chain(phone, 1);
    await passGrace(business);
    expect(outcome(await refresh(phone, phone.refreshToken))).toBe("401 auth.token_reused");
    expect((await business.api.get("/auth/me")).status).toBe(200);
  });

  it("gives the same successor again within ten seconds, since the answer may have been lost", async () => {
    const business = await newBusiness();
    const [, successor] = await chain(business, 1);
    await passTime(business, 0); // as if it had been used just now, however slow the machine is
    const again = await refresh(business, business.refreshToken);
    expect([again.status, again.data.refresh_token]).toEqual([200, successor]);
    expect((await apiOf({ accessToken: again.data.access_token }).get("/auth/me")).status).toBe(200);
  });

  it("has one successor, however many ask at the same moment", async () => {
    const business = await newBusiness();
    // past the client that counts trips: who loses the race reads once more
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const response = await client({ "x-tenant-id": business.tenantId }).open("/auth/refresh", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ refresh_token: business.refreshToken, rotate: true }),
        });
        return (await response.json()) as { ok: boolean; data: { refresh_token: string } };
      }),
    );
    expect(answers.map(({ ok }) => ok)).toEqual(Array.from({ length: 6 }, () => true));
    expect(new Set(answers.map(({ data }) => data.refresh_token)).size).toBe(1);
    expect((await refresh(business, answers[0]?.data.refresh_token ?? "")).status).toBe(200);
  });

  it("is what every client gets where the business requires it", async () => {
    const business = await newBusiness();
    await sql(
      business.shard,
      "insert into organizations (tenant_id, settings, created_at, updated_at, version) values (?, ?, ?, ?, 1)",
      business.tenantId,
      JSON.stringify({ require_refresh_rotation: true }),
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T00:00:00.000Z",
    );
    const { data } = await refresh(business, business.refreshToken);
    expect(data.refresh_token).toMatch(/^rt_ses_/);
    await passGrace(business);
    expect(outcome(await refresh(business, business.refreshToken))).toBe("401 auth.token_reused");
  });

  it("is kept in no readable form, and its successor only for the moment in which it is given again", async () => {
    const business = await newBusiness();
    const tokens = await chain(business, 2);
    const rows = () =>
      sql<{ successor_sealed: string | null }>(
        business.shard,
        "select * from refresh_tokens where tenant_id = ?",
        business.tenantId,
      );
    const kept = JSON.stringify(await rows());
    for (const token of tokens) expect(kept).not.toContain(token);
    await passGrace(business);
    await cron("* * * * *");
    expect((await rows()).map((row) => row.successor_sealed)).toEqual([null, null, null]);
    expect(outcome(await refresh(business, tokens[0] ?? ""))).toBe("401 auth.token_reused");
  });
});

describe("a refresh token that does not rotate", () => {
  it("is given no successor, and keeps the session alive", async () => {
    const business = await newBusiness();
    const lastUsed = async () =>
      (
        await sql<{ at: string }>(
          business.shard,
          "select last_used_at at from sessions where tenant_id = ?",
          business.tenantId,
        )
      )[0]?.at ?? "";
    const before = await lastUsed();
    const { data } = await refresh(business, business.refreshToken, { rotate: false });
    expect(data).not.toHaveProperty("refresh_token");
    expect((await lastUsed()) > before).toBe(true);
  });
});

it("no refresh token works while the business is suspended", async () => {
  const business = await newBusiness();
  await sql(business.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", business.tenantId);
  expect(outcome(await refresh(business, business.refreshToken))).toBe("403 tenant.suspended");
  expect(outcome(await refresh(business, business.refreshToken, { rotate: true }))).toBe("403 tenant.suspended");
});

it("a refresh token opens nothing as an access token, and an access token refreshes nothing", async () => {
  const business = await newBusiness();
  expect(outcome(await apiOf({ accessToken: business.refreshToken }).get("/auth/me"))).toBe("401 auth.invalid_token");
  expect(outcome(await refresh(business, business.accessToken))).toBe("401 auth.invalid_refresh_token");
});

it("no refresh token works that was changed in a single character", async () => {
  const business = await newBusiness();
  const token = business.refreshToken;
  const characters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
  const changed = fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom(...characters))
    .filter(([at, character]) => token[at] !== character)
    .map(([at, character]) => token.slice(0, at) + character + token.slice(at + 1));
  await fc.assert(
    fc.asyncProperty(changed, async (forged) => {
      expect(outcome(await refresh(business, forged))).toBe("401 auth.invalid_refresh_token");
    }),
    { numRuns: 25 },
  );
  expect((await refresh(business, token)).status).toBe(200);
});

it("a refresh token within another business is 401", async () => {
  const [mine, other] = await Promise.all([newBusiness(), newBusiness()]);
  expect(outcome(await refresh(other, mine.refreshToken, { rotate: true }))).toBe("401 auth.invalid_refresh_token");
});

it("sessions, refresh tokens and links are deleted once they have expired", async () => {
  const business = await newBusiness();
  const { shard, tenantId } = business;
  const phone = await newDevice(business);
  await sql(
    shard,
    "update sessions set expires_at = '2020-01-01T00:00:00.000Z' where tenant_id = ? and id = ?",
    tenantId,
    sessionOf(phone),
  );
  await sql(
    shard,
    "update refresh_tokens set created_at = '2020-01-01T00:00:00.000Z' where tenant_id = ? and session_id = ?",
    tenantId,
    sessionOf(phone),
  );
  await sql(
    shard,
    "insert into mailed_links (tenant_id, hash, purpose, user_id, expires_at) values (?, 'old', 'reset', 1, '2020-01-01T00:00:00.000Z')",
    tenantId,
  );
  await cron("17 * * * *");
  const left = async (table: string) =>
    (await sql<{ n: number }>(shard, `select count(*) n from ${table} where tenant_id = ?`, tenantId))[0]?.n;
  expect([await left("sessions"), await left("refresh_tokens"), await left("mailed_links")]).toEqual([1, 1, 0]);
  expect((await business.api.get("/auth/me")).status).toBe(200);
});
