import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { cron, sql } from "../support/back-door.ts";
import {
  type Answer,
  type Business,
  client,
  newBusiness,
  newTechnician,
  PASSWORD,
  quiet,
  signIn,
  timed,
} from "../support/client.ts";
import { linkIn, mailsTo, mailTo } from "../support/mails.ts";

// The limit of the auth endpoints is five a minute from one address: longer runs are made by hand.

const NEW = "three trucks leave at dawn";
const LONG_AGO = "2020-01-01T00:00:00.000Z";
const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const IN = "200 undefined";
const OUT = "401 auth.wrong_credentials";

/** The first four groups of an IPv6 address, which one client has for itself. */
const network = (): string => `2001:db8:${randomInt(65536).toString(16)}:${randomInt(65536).toString(16)}`;

type To = Pick<Business, "tenantId" | "username">;
type From = { ip?: string; device?: unknown };
/** A log-in, from an address of its own unless it is given. */
const logIn = ({ tenantId, username }: To, password: string, { ip, device }: From = {}): Promise<Answer> =>
  client({ "x-tenant-id": tenantId, ...(ip && { "cf-connecting-ip": ip }) }).post("/auth/login", {
    username,
    password,
    ...(device !== undefined && { device_token: device }),
  });
const deviceOf = async (to: To): Promise<string> => (await logIn(to, PASSWORD)).data.device_token;

type Run = { key: string; failures: number; until: string | null };
/** The runs of a business without the account, whose name is a hash: `all`, `address 2001:db8:...`, `device ...`, `session ...`. */
async function runsOf({ shard, tenantId }: Business): Promise<Record<string, Omit<Run, "key">>> {
  const rows = await sql<Run>(
    shard,
    "select key, failures, delayed_until until from failed_attempts where tenant_id = ?",
    tenantId,
  );
  return Object.fromEntries(
    rows.map(({ key, ...run }) => [key.replace(/^password( [0-9a-f]{64})?/, "").trim() || "all", run]),
  );
}
/** Makes the runs whose keys end so as long as this. */
const stretch = ({ shard, tenantId }: Business, failures: number, ending = "") =>
  sql(
    shard,
    "update failed_attempts set failures = ?, delayed_until = null where tenant_id = ? and key like '%' || ?",
    failures,
    tenantId,
    ending,
  );
const passDelays = ({ shard, tenantId }: Business) =>
  sql(shard, "update failed_attempts set delayed_until = ? where tenant_id = ?", LONG_AGO, tenantId);

describe("wrong passwords in a row", () => {
  it("delay the address block they come from, from the tenth on, and nobody can see it", async () => {
    const business = await newBusiness();
    const home = network();
    await logIn(business, "wrong", { ip: `${home}::1` });
    await stretch(business, 8);
    expect(outcome(await logIn(business, "wrong", { ip: `${home}::2` })), "the ninth").toBe(OUT);
    expect(outcome(await logIn(business, PASSWORD, { ip: `${home}::3` })), "a success ends the run").toBe(IN);
    expect(await runsOf(business)).toEqual({});

    const away = network(); // five log-ins a minute from one block
    await logIn(business, "wrong", { ip: `${away}::1` });
    await stretch(business, 9);
    expect(outcome(await logIn(business, "wrong", { ip: `${away}::2` })), "the tenth").toBe(OUT);
    const delayed = await logIn(business, PASSWORD, { ip: `${away}:ffff:ffff:ffff:ffff` });
    const unknown = await logIn({ ...business, username: "nobody-here" }, PASSWORD);
    const shape = ({ status, headers, error }: Answer) =>
      JSON.stringify([status, headers.get("retry-after"), { ...error, request_id: "" }]);
    expect(shape(delayed)).toBe(shape(unknown));
    expect(outcome(delayed)).toBe(OUT);
    expect(outcome(await logIn(business, PASSWORD, { ip: `${network()}::1` })), "from elsewhere").toBe(IN);
    expect(outcome(await logIn(business, PASSWORD)), "from an IPv4 address").toBe(IN);
  });

  it("delay for 1, 2, 4 ... minutes up to an hour, and are not counted while the delay lasts", async () => {
    const business = await newBusiness();
    await logIn(business, "wrong", { ip: `${network()}::1` });
    const key = Object.keys(await runsOf(business)).find((name) => name !== "all") ?? "";
    const ip = key.replace(/address (.*)::\/64/, "$1::1");
    await stretch(business, 9, key);
    for (const [i, minutes] of [1, 2, 4, 8].entries()) {
      const { isAfter } = await timed(() => logIn(business, "wrong", { ip }));
      const run = (await runsOf(business))[key];
      expect(run?.failures).toBe(10 + i);
      expect(isAfter(run?.until ?? "", minutes * 60), `delayed for ${minutes} min`).toBe(true);
      if (i < 3) await passDelays(business);
    }
    const before = await runsOf(business);
    for (const password of ["wrong", PASSWORD])
      expect(outcome(await logIn({ ...business }, password, { ip: ip.replace("::1", "::2") }))).toMatch(/401|429/);
    expect((await runsOf(business))[key]).toEqual(before[key]);
    // the limit of the address is spent: the rest comes from a place with a longer run
    const other = `${network()}`;
    await logIn(business, "wrong", { ip: `${other}::1` });
    for (const [failures, minutes] of [
      [14, 32],
      [15, 60],
      [40, 60],
    ] as const) {
      await stretch(business, failures, `${other}::/64`);
      const { isAfter } = await timed(() => logIn(business, "wrong", { ip: `${other}::1` }));
      const run = (await runsOf(business))[`address ${other}::/64`];
      expect([run?.failures, isAfter(run?.until ?? "", minutes * 60)]).toEqual([failures + 1, true]);
    }
    await passDelays(business);
    expect(outcome(await logIn(business, PASSWORD, { ip: `${other}::1` }))).toBe(IN);
  });

  it("from many places delay strangers from the fiftieth on, and no device of an earlier log-in", async () => {
    const business = await newBusiness();
    const device = await deviceOf(business);
    await logIn(business, "wrong");
    await stretch(business, 48);
    await passDelays(business);
    await logIn(business, "wrong");
    expect(outcome(await logIn(business, PASSWORD)), "after 49").toBe(IN);

    await logIn(business, "wrong");
    await stretch(business, 49);
    const { isAfter } = await timed(() => logIn(business, "wrong"));
    expect(isAfter((await runsOf(business)).all?.until ?? "", 60)).toBe(true);
    expect(outcome(await logIn(business, PASSWORD)), "after 50").toBe(OUT);
    expect(outcome(await logIn(business, PASSWORD, { device })), "with the device's token").toBe(IN);
    expect(outcome(await logIn(business, PASSWORD)), "a stranger still").toBe(OUT);
    await passDelays(business);
    expect(outcome(await logIn(business, PASSWORD))).toBe(IN);
    expect((await runsOf(business)).all).toBeUndefined();
  });

  it("are all counted when they come at the same moment, and none once a delay has begun", async () => {
    const business = await newBusiness();
    await Promise.all(Array.from({ length: 8 }, () => logIn(business, "wrong")));
    expect((await runsOf(business)).all?.failures).toBe(8);
    await stretch(business, 48);
    await Promise.all(Array.from({ length: 8 }, () => logIn(business, "wrong")));
    expect((await runsOf(business)).all?.failures).toBe(50);
  });

  it("are told to the user by mail from the tenth on, once a day, wherever they come from", async () => {
    const business = await newBusiness();
    const address = `${business.username}@example.com`;
    const told = async () => (await mailsTo(address)).filter(({ subject }) => /wrong passwords/.test(subject)).length;
    await logIn(business, "wrong");
    await stretch(business, 8);
    await logIn(business, "wrong");
    await quiet(business);
    expect(await told(), "after nine").toBe(0);
    await Promise.all(Array.from({ length: 5 }, () => logIn(business, "wrong")));
    expect((await mailTo(address, /wrong passwords/)).text).toMatch(/devices you have signed in on before/);
    await logIn(business, "wrong");
    await quiet(business);
    expect(await told()).toBe(1);
    await sql(
      business.shard,
      "update failed_attempts set told_at = ? where tenant_id = ?",
      LONG_AGO,
      business.tenantId,
    );
    await logIn(business, "wrong");
    await quiet(business);
    expect(await told(), "a day later").toBe(2);
  });

  it("end with a new password by a mailed link, and so do their delays", async () => {
    const business = await newBusiness();
    const home = network();
    await logIn(business, "wrong", { ip: `${home}::1` });
    await sql(
      business.shard,
      "update failed_attempts set delayed_until = '2199-01-01' where tenant_id = ?",
      business.tenantId,
    );
    expect(outcome(await logIn(business, PASSWORD))).toBe(OUT);
    await client({ "x-tenant-id": business.tenantId }).post("/auth/password/forgot", { username: business.username });
    const mail = await mailTo(`${business.username}@example.com`, /new password/);
    const token = linkIn(mail).split("#")[1] ?? "";
    expect((await client().post("/auth/password/reset", { token, new_password: NEW })).status).toBe(200);
    expect(await runsOf(business)).toEqual({});
    expect(outcome(await logIn(business, NEW, { ip: `${home}::1` }))).toBe(IN);
  });

  it("delay no other user of the business", async () => {
    const business = await newBusiness();
    const { id } = await newTechnician(business, true);
    const [user] = await sql<{ username: string }>(
      business.shard,
      "select username from users where tenant_id = ? and technician_id = ?",
      business.tenantId,
      id,
    );
    const home = network();
    await logIn(business, "wrong", { ip: `${home}::1` });
    await sql(
      business.shard,
      "update failed_attempts set delayed_until = '2199-01-01' where tenant_id = ?",
      business.tenantId,
    );
    expect(outcome(await logIn(business, PASSWORD, { ip: `${home}::1` }))).toBe(OUT);
    const technician = { ...business, username: user?.username ?? "" };
    expect(outcome(await logIn(technician, PASSWORD, { ip: `${home}::1` }))).toBe(IN);
  });

  it("are forgotten a week after the last one", async () => {
    const business = await newBusiness();
    const ip = `${network()}::1`;
    const { isAfter } = await timed(() => logIn(business, "wrong", { ip }));
    const rows = await sql<{ expires_at: string }>(
      business.shard,
      "select expires_at from failed_attempts where tenant_id = ?",
      business.tenantId,
    );
    expect(rows.map((row) => isAfter(row.expires_at, 7 * 86_400))).toEqual([true, true]);
    await stretch(business, 30);
    const age = () =>
      sql(business.shard, "update failed_attempts set expires_at = ? where tenant_id = ?", LONG_AGO, business.tenantId);
    await age();
    await logIn(business, "wrong", { ip });
    expect(Object.values(await runsOf(business)).map(({ failures }) => failures)).toEqual([1, 1]);
    await age();
    await cron("17 * * * *");
    expect(await runsOf(business)).toEqual({});
  });

  it("are in the audit log, for unknown users too", async () => {
    const business = await newBusiness();
    await logIn(business, "wrong");
    await logIn({ ...business, username: "nobody-here" }, PASSWORD);
    const rows = await sql<{ entity_id: string }>(
      business.shard,
      "select entity_id from audit_log where tenant_id = ? and action = 'wrong_password' order by at",
      business.tenantId,
    );
    expect(rows.map((row) => row.entity_id)).toEqual(["1", "unknown"]);
  });
});

describe("a device of an earlier log-in", () => {
  /** An account at which strangers have guessed so often that no other one is let in. */
  async function besieged(): Promise<Business & { device: string; home: string }> {
    const business = await newBusiness();
    const device = await deviceOf(business);
    const home = `${network()}::1`;
    await logIn(business, "wrong", { ip: home });
    await sql(
      business.shard,
      "update failed_attempts set delayed_until = '2199-01-01' where tenant_id = ?",
      business.tenantId,
    );
    return { ...business, device, home };
  }

  it("is let in from any address, and its log-in ends no delay of strangers", async () => {
    const business = await besieged();
    for (const ip of [business.home, `${network()}::1`])
      expect(outcome(await logIn(business, PASSWORD, { ip, device: business.device }))).toBe(IN);
    expect(outcome(await logIn(business, PASSWORD))).toBe(OUT);
  });

  it("has a run of its own, which delays it and nobody else", async () => {
    const business = await newBusiness();
    const [device, other] = [await deviceOf(business), await deviceOf(business)];
    await logIn(business, "wrong", { device });
    expect(Object.keys(await runsOf(business))).toEqual([expect.stringMatching(/^device [0-9a-f-]{36}$/)]);
    await stretch(business, 9);
    await logIn(business, "wrong", { device });
    expect(outcome(await logIn(business, PASSWORD, { device }))).toBe(OUT);
    expect(outcome(await logIn(business, PASSWORD, { device: other }))).toBe(IN);
    expect(outcome(await logIn(business, PASSWORD))).toBe(IN);
    await passDelays(business);
    expect(outcome(await logIn(business, PASSWORD, { device }))).toBe(IN);
    expect(await runsOf(business)).toEqual({});
  });

  it("is known by its own token for its own user, and by nothing else", async () => {
    const [business, other] = await Promise.all([besieged(), newBusiness()]);
    await sql(
      other.shard,
      "update users set username = ?, username_key = ? where tenant_id = ? and id = 1",
      business.username,
      business.username,
      other.tenantId,
    );
    const namesake = await deviceOf({ ...other, username: business.username });
    const { username } = await newLogin(business);
    const colleague = await deviceOf({ ...business, username });
    const [header = "", claims = "", signature = ""] = business.device.split(".");
    for (const device of [
      namesake,
      colleague,
      business.accessToken,
      business.refreshToken,
      `${header}.${claims}.${signature.slice(0, -2)}AA`,
      `${header}.${claims}.`,
      "",
      "x",
    ])
      expect(outcome(await logIn(business, PASSWORD, { device })), device).toBe(OUT);
    expect(outcome(await logIn(business, PASSWORD, { device: 1 }))).toBe("422 request.invalid");
    expect(outcome(await logIn(business, PASSWORD, { device: business.device }))).toBe(IN);
  });

  it("cannot do anything by its token", async () => {
    const business = await newBusiness();
    const device = await deviceOf(business);
    const answer = await client({ authorization: `Bearer ${device}` }).get("/auth/me");
    expect(outcome(answer)).toBe("401 auth.invalid_token");
    const refreshed = await client({ "x-tenant-id": business.tenantId }).post("/auth/refresh", {
      refresh_token: device,
    });
    expect(outcome(refreshed)).toBe("401 auth.invalid_refresh_token");
    const rows = JSON.stringify(
      await sql(business.shard, "select * from sessions where tenant_id = ?", business.tenantId),
    );
    expect(rows).not.toContain(device);
  });
});

/** A user of the business with a log-in of their own. */
async function newLogin(business: Business): Promise<{ username: string }> {
  const username = `tech-${randomUUID().slice(0, 8)}`;
  await business.api.post("/admin/technicians", {
    name: "Tim",
    pay_type: "hourly",
    base_pay_cents: 1,
    username,
    password: PASSWORD,
  });
  await signIn(business, username);
  return { username };
}
