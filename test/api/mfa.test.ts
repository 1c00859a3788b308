import { runInNewContext } from "node:vm";
import { decodeJwt } from "jose";
import decodeQR from "qr/decode.js";
import { beforeAll, describe, expect, it } from "vitest";
import { signChallenge, signStaffToken } from "#/kernel/tokens.ts";
import { sql } from "../support/back-door.ts";
import { type Business, client, eventually, newBusiness, PASSWORD, signIn } from "../support/client.ts";
import { mailsTo } from "../support/mails.ts";
import { challengeOf, codeNow, type Enrolled, enrol, forgetLastStep, logIn, verify } from "../support/mfa.ts";
import { testSecrets } from "../support/settings.ts";
import { programAfter } from "../support/spec/document.ts";
import { rowsOf } from "../support/tables.ts";
import { testWorker } from "../support/test-worker.ts";

const outcome = ({ status, error }: { status: number; error?: { reason: string } }) => `${status} ${error?.reason}`;
const OK = "200 undefined";
const bearer = (token: string) => client({ authorization: `Bearer ${token}` });

/** A business whose owner has a second factor; the code that confirmed it is used up. */
async function enrolledBusiness(): Promise<Business & Enrolled> {
  const business = await newBusiness();
  return { ...business, ...(await enrol(business.accessToken)) };
}

/** What a phone's camera reads from the SVG: its paths are one small square for each dark field. */
function scan(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const zoom = 4;
  const data = new Uint8Array((size * zoom) ** 2 * 3).fill(255);
  let [x, y] = [0, 0];
  for (const [, kind, dx, dy, rest = ""] of svg.matchAll(/([Mm])(-?\d+)[ ]?(-?\d+)([^Mm]*)/g)) {
    [x, y] = kind === "M" ? [Number(dx), Number(dy)] : [x + Number(dx), y + Number(dy)];
    if (!rest.includes("h")) continue;
    for (let row = y * zoom; row < (y + 1) * zoom; row++) {
      const start = (row * size * zoom + x * zoom) * 3;
      data.fill(0, start, start + zoom * 3);
    }
  }
  return decodeQR({ width: size * zoom, height: size * zoom, data });
}

describe("enrolling a second factor", () => {
  it("asks every later log-in for a code, and gives it the answer of a log-in without one", async () => {
    const business = await newBusiness();
    const plain = await logIn(business);
    const setup = await business.api.post("/auth/mfa/setup");
    expect(setup.data.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(setup.data.otpauth_uri).toContain(`secret=${setup.data.secret}`);
    expect((await logIn(business)).data.access_token, "nothing is in force yet").toEqual(expect.any(String));

    const enabled = await business.api.post("/auth/mfa/enable", { code: codeNow(setup.data.secret) });
    expect(Object.keys(enabled.data)).toEqual(["backup_codes"]);
    expect(new Set(enabled.data.backup_codes).size).toBe(10);

    const answer = await logIn(business);
    expect(answer.data).toEqual({ mfa_required: true, mfa_challenge_token: expect.any(String) });
    const verified = await verify(business, answer.data.mfa_challenge_token, codeNow(setup.data.secret, 1));
    expect(Object.keys(verified.data)).toEqual(Object.keys(plain.data));
    expect(verified.data.user).toEqual(plain.data.user);
    expect((await bearer(verified.data.access_token).get("/admin/items")).status).toBe(200);
  });

  it("shows a QR code that a phone reads as the URI", async () => {
    const { api } = await newBusiness("Łódź: Heating & Sons");
    const { data } = await api.post("/auth/mfa/setup", {});
    expect(scan(data.qr_svg)).toBe(data.otpauth_uri);
  });

  it("with a wrong code is 401 and changes nothing", async () => {
    const business = await newBusiness();
    const { data } = await business.api.post("/auth/mfa/setup");
    for (const code of [codeNow(data.secret, 5), "no code", ""])
      expect(outcome(await bearer(business.accessToken).post("/auth/mfa/enable", { code }))).toBe("401 mfa.wrong_code");
    expect((await logIn(business)).data.access_token).toEqual(expect.any(String));
  });

  it("needs a secret to be set up first", async () => {
    const { api } = await newBusiness();
    expect(outcome(await api.post("/auth/mfa/enable", { code: "123456" }))).toBe("409 mfa.not_set_up");
  });

  it("twice at the same moment happens once", async () => {
    const { api } = await newBusiness();
    const { data } = await api.post("/auth/mfa/setup");
    const code = codeNow(data.secret);
    const both = await Promise.all([1, 2].map(() => api.post("/auth/mfa/enable", { code })));
    expect(both.map(outcome).toSorted()).toEqual([OK, "409 mfa.not_set_up"]);
  });

  it("ends the user's other sessions, and writes them a mail", async () => {
    const business = await newBusiness();
    const tablet = await signIn(business, business.username);
    await enrol(business.accessToken);
    expect(outcome(await tablet.get("/admin/items"))).toBe("401 auth.session_ended");
    expect((await business.api.get("/admin/items")).status).toBe(200);
    expect(await mailsOf(business)).toEqual(["mfa-enabled"]);
  });

  it("again replaces the phone: the old one's codes and the old backup codes work no more", async () => {
    const business = await enrolledBusiness();
    const { secret } = await enrol(business.accessToken);
    await forgetLastStep(business);
    const challenge = await challengeOf(business);
    for (const old of [codeNow(business.secret), business.backupCodes[0] ?? ""])
      expect(outcome(await verify(business, challenge, old))).toBe("401 mfa.wrong_code");
    expect(outcome(await verify(business, challenge, codeNow(secret)))).toBe(OK);
  });

  it("stores neither secret nor codes in the clear, under an Idempotency-Key neither", async () => {
    const business = await newBusiness();
    const key = (name: string) => ({ "idempotency-key": name });
    const { data } = await business.api.post("/auth/mfa/setup", undefined, key("setup"));
    const code = codeNow(data.secret);
    const enabled = await business.api.post("/auth/mfa/enable", { code }, key("enable"));
    const again = await business.api.post("/auth/mfa/enable", { code }, key("enable"));
    expect([again.headers.get("idempotent-replayed"), again.text]).toEqual(["true", enabled.text]);
    const kept = await rowsOf(business);
    for (const secret of [data.secret, ...enabled.data.backup_codes]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(secret.replaceAll("-", ""));
    }
  });
});

const mailsOf = async ({ shard, tenantId }: Business): Promise<string[]> =>
  (await sql<{ template: string }>(shard, "select template from mails where tenant_id = ? order by id", tenantId)).map(
    ({ template }) => template,
  );

describe("giving the second factor up", () => {
  it("makes the password enough again, ends other sessions, and writes a mail", async () => {
    const business = await enrolledBusiness();
    const tablet = await verify(business, await challengeOf(business), codeNow(business.secret, 1));
    expect((await business.api.post("/auth/mfa/disable")).data).toEqual({ mfa_enabled: false });
    expect(outcome(await bearer(tablet.data.access_token).get("/admin/items"))).toBe("401 auth.session_ended");
    expect((await logIn(business)).data.access_token).toEqual(expect.any(String));
    expect(await mailsOf(business)).toEqual(["mfa-enabled", "mfa-disabled"]);
    expect(await sql(business.shard, "select 1 from backup_codes where tenant_id = ?", business.tenantId)).toEqual([]);
  });

  it("or renewing backup codes is refused to who has none", async () => {
    const { api } = await newBusiness();
    for (const path of ["/auth/mfa/disable", "/auth/mfa/backup-codes"])
      expect(outcome(await api.post(path))).toBe("409 mfa.not_enabled");
  });
});

it.each(["/auth/mfa/setup", "/auth/mfa/enable", "/auth/mfa/disable", "/auth/mfa/backup-codes"])(
  "%s asks for a log-in within the last ten minutes",
  async (path) => {
    const business = await newBusiness();
    const claims = {
      tenantId: business.tenantId,
      userId: 1,
      sessionId: String(decodeJwt(business.accessToken).sid),
      technicianId: null,
      roles: ["owner"],
    };
    const tokenOfAge = (seconds: number) =>
      signStaffToken(testSecrets, { ...claims, authTime: Math.floor(Date.now() / 1000) - seconds });
    const old = await bearer(await tokenOfAge(601)).post(path, { code: "123456" });
    expect(outcome(old)).toBe("403 auth.reauthentication_required");
    const young = await bearer(await tokenOfAge(540)).post(path, { code: "123456" });
    expect(young.status).not.toBe(403);
  },
);

describe("a code of the app", () => {
  it("works once, in the order of time", async () => {
    const business = await enrolledBusiness();
    const code = codeNow(business.secret, 1);
    expect(outcome(await verify(business, await challengeOf(business), code))).toBe(OK);
    const challenge = await challengeOf(business);
    for (const used of [code, codeNow(business.secret)])
      expect(outcome(await verify(business, challenge, used))).toBe("401 mfa.wrong_code");
  });

  it("works once for two log-ins at the same moment", async () => {
    const business = await enrolledBusiness();
    const code = codeNow(business.secret, 1);
    const challenges = await Promise.all([challengeOf(business), challengeOf(business), challengeOf(business)]);
    const answers = await Promise.all(challenges.map((challenge) => verify(business, challenge, code)));
    expect(answers.map(outcome).toSorted()).toEqual([OK, "401 mfa.wrong_code", "401 mfa.wrong_code"]);
  });
});

// one business, since an enrolment hashes ten codes; its tests change all of its challenges
describe("a challenge", { concurrent: false }, () => {
  let business: Business & Enrolled;
  beforeAll(async () => {
    business = await enrolledBusiness();
  });
  const change = (set: string) =>
    sql(business.shard, `update mfa_challenges set ${set} where tenant_id = ?`, business.tenantId);

  it("works once, also for two codes at the same moment", async () => {
    const challenge = await challengeOf(business);
    const [a = "", b = "", c = ""] = business.backupCodes.splice(0, 3);
    const both = await Promise.all([a, b].map((code) => verify(business, challenge, code)));
    expect(both.map(outcome).toSorted()).toEqual([OK, "401 auth.invalid_challenge"]);
    expect(outcome(await verify(business, challenge, c))).toBe("401 auth.invalid_challenge");
  });

  it("survives four wrong codes and not five; the password is not delayed by them", async () => {
    const [code = "", next = ""] = business.backupCodes.splice(0, 2);
    const wrong = async (challenge: string, times: number) => {
      for (let left = times; left > 0; left--) {
        const answer = await verify(business, challenge, "ABCD");
        expect(outcome(answer)).toBe("401 mfa.wrong_code");
      }
    };
    const lucky = await challengeOf(business);
    await wrong(lucky, 4);
    expect(outcome(await verify(business, lucky, code))).toBe(OK);

    const dead = await challengeOf(business);
    await wrong(dead, 5);
    expect(outcome(await verify(business, dead, next))).toBe("401 auth.invalid_challenge");
    expect(outcome(await verify(business, await challengeOf(business), next))).toBe(OK);
    const runs = await sql(business.shard, "select key from failed_attempts where tenant_id = ?", business.tenantId);
    expect(runs, "a right code ends the run of wrong ones").toEqual([]);
  });

  it("is not outrun by guesses that come all at once", async () => {
    const challenge = await challengeOf(business);
    const answers = await Promise.all(Array.from({ length: 12 }, () => verify(business, challenge, "ABCD")));
    expect(answers.filter((answer) => outcome(answer) === "401 mfa.wrong_code").length).toBe(5);
    const [code = ""] = business.backupCodes.splice(0, 1);
    expect(outcome(await verify(business, challenge, code))).toBe("401 auth.invalid_challenge");
  });

  it("tells how many attempts are left", async () => {
    const answer = await verify(business, await challengeOf(business), "ABCD");
    expect(answer.error.message).toContain("Attempts left: 4");
  });

  it.each([
    ["after five minutes", "expires_at = '2020-01-01T00:00:00.000Z'"],
    ["for an enrolment", "purpose = 'enroll'"],
    ["of another user", "user_id = 2"],
  ])("%s is worth nothing here", async (_, set) => {
    const challenge = await challengeOf(business);
    await change(set);
    const [code = ""] = business.backupCodes;
    expect(outcome(await verify(business, challenge, code))).toBe("401 auth.invalid_challenge");
    expect(outcome(await askForMail(business, challenge))).toBe("401 auth.invalid_challenge");
  });

  it("that expired leaves no row behind", async () => {
    await challengeOf(business);
    await change("expires_at = '2020-01-01T00:00:00.000Z'");
    await forgetLastStep(business);
    await verify(business, await challengeOf(business), codeNow(business.secret));
    const rows = await sql(business.shard, "select used_at from mfa_challenges where tenant_id = ?", business.tenantId);
    expect(rows).toEqual([{ used_at: expect.any(String) }]);
  });

  it("belongs to its business", async () => {
    const other = await enrolledBusiness();
    const challenge = await challengeOf(business);
    const [code = ""] = other.backupCodes;
    expect(outcome(await verify(other, challenge, code))).toBe("401 auth.invalid_challenge");
    const elsewhere = await signChallenge(testSecrets, {
      tenantId: other.tenantId,
      userId: 1,
      challengeId: String(decodeJwt(challenge).cid),
    });
    expect(outcome(await verify(other, elsewhere, code))).toBe("401 auth.invalid_challenge");
    const nowhere = await client().post("/auth/mfa-verify", { challenge_token: challenge, code });
    expect(outcome(nowhere)).toBe("400 auth.tenant_missing");
    const mailless = await client().post("/auth/mfa/email-otp", { challenge_token: challenge });
    expect(outcome(mailless)).toBe("400 auth.tenant_missing");
  });

  it("cannot be an access token, a refresh token, or anything else", async () => {
    const [code = ""] = business.backupCodes;
    const nobodys = { tenantId: crypto.randomUUID(), userId: 1, challengeId: "mfa_0" };
    const unknown = await signChallenge(testSecrets, { ...nobodys, tenantId: business.tenantId });
    for (const token of [business.accessToken, business.refreshToken, "eyJ...", "", unknown])
      expect(outcome(await verify(business, token, code)), token).toBe("401 auth.invalid_challenge");
    const lost = await verify(business, await signChallenge(testSecrets, nobodys), code, nobodys.tenantId);
    expect(outcome(lost)).toBe("401 auth.invalid_challenge");
    for (const challenge_token of [business.accessToken, business.refreshToken, "", await challengeOf(business)])
      for (const [path, more] of [["setup"], ["enable", { code }]] as const) {
        const answer = await client().post(`/auth/mfa/${path}`, { challenge_token, ...more });
        expect(outcome(answer), challenge_token).toBe("401 auth.invalid_challenge");
      }
  });

  it("is over once the password was changed, or the user deactivated", async () => {
    const someone = await enrolledBusiness();
    const set = (what: string) => sql(someone.shard, `update users set ${what} where tenant_id = ?`, someone.tenantId);
    const challenge = await challengeOf(someone);
    await set("password_changed_at = '2099-01-01T00:00:00.000Z'");
    const code = codeNow(someone.secret, 1);
    expect(outcome(await verify(someone, challenge, code))).toBe("401 auth.invalid_challenge");
    await set("password_changed_at = null, status = 'deactivated'");
    expect(outcome(await verify(someone, challenge, code))).toBe("401 auth.invalid_challenge");
  });
});

describe("backup codes", () => {
  it("each work once, however they are typed", async () => {
    const business = await enrolledBusiness();
    const [one = "", two = ""] = business.backupCodes;
    expect(one).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(outcome(await verify(business, await challengeOf(business), one.toLowerCase().replaceAll("-", " ")))).toBe(
      OK,
    );
    const challenge = await challengeOf(business);
    expect(outcome(await verify(business, challenge, one))).toBe("401 mfa.wrong_code");
    expect(outcome(await verify(business, challenge, two))).toBe(OK);
  });

  it("work once for two log-ins at the same moment", async () => {
    const business = await enrolledBusiness();
    const challenges = await Promise.all([challengeOf(business), challengeOf(business)]);
    const [code = ""] = business.backupCodes;
    const answers = await Promise.all(challenges.map((challenge) => verify(business, challenge, code)));
    expect(answers.map(outcome).toSorted()).toEqual([OK, "401 mfa.wrong_code"]);
  });

  it("can be renewed: the old ones work no more, and other sessions end", async () => {
    const business = await enrolledBusiness();
    const tablet = await verify(business, await challengeOf(business), codeNow(business.secret, 1));
    const renewed = await business.api.post("/auth/mfa/backup-codes");
    expect(renewed.data.backup_codes).toHaveLength(10);
    expect(outcome(await bearer(tablet.data.access_token).get("/admin/items"))).toBe("401 auth.session_ended");
    const challenge = await challengeOf(business);
    const [old = ""] = business.backupCodes;
    expect(outcome(await verify(business, challenge, old))).toBe("401 mfa.wrong_code");
    expect(outcome(await verify(business, challenge, renewed.data.backup_codes[9]))).toBe(OK);
  });
});

const askForMail = (business: Pick<Business, "tenantId">, challenge: string) =>
  client({ "x-tenant-id": business.tenantId }).post("/auth/mfa/email-otp", { challenge_token: challenge });

describe("a mailed code", () => {
  const address = (business: Business) => `${business.username}@example.com`;

  /** The codes that have come to an address, once the given number is there, newest first. */
  const mailedCodes = (to: string, count: number): Promise<string[]> =>
    eventually(async () => {
      const codes = (await mailsTo(to)).flatMap(({ text }) => /^\s*(\d{6})\s*$/m.exec(text)?.[1] ?? []);
      return codes.length === count && codes;
    }, `${count} codes for ${to}`);

  it("completes the log-in that it was asked for, and no other", async () => {
    const business = await enrolledBusiness();
    const [challenge, other] = await Promise.all([challengeOf(business), challengeOf(business)]);
    const asked = await askForMail(business, challenge);
    expect(asked.data.sent_to).toBe("o***@example.com");
    expect(Date.parse(asked.data.expires_at) - Date.now()).toBeLessThanOrEqual(300_000);
    const [code = ""] = await mailedCodes(address(business), 1);
    expect(outcome(await verify(business, other, code))).toBe("401 mfa.wrong_code");
    expect(outcome(await verify(business, challenge, code))).toBe(OK);
    expect(outcome(await verify(business, challenge, code))).toBe("401 auth.invalid_challenge");
  });

  it("is replaced by the next one", async () => {
    const business = await enrolledBusiness();
    const challenge = await challengeOf(business);
    await askForMail(business, challenge);
    const [first = ""] = await mailedCodes(address(business), 1);
    await askForMail(business, challenge);
    const codes = await mailedCodes(address(business), 2);
    const second = codes.find((code) => code !== first) ?? first;
    if (second !== first) expect(outcome(await verify(business, challenge, first))).toBe("401 mfa.wrong_code");
    expect(outcome(await verify(business, challenge, second))).toBe(OK);
  });

  it("ends in time", async () => {
    const business = await enrolledBusiness();
    const challenge = await challengeOf(business);
    await askForMail(business, challenge);
    const [code = ""] = await mailedCodes(address(business), 1);
    await sql(
      business.shard,
      "update mfa_challenges set email_code_expires_at = '2020-01-01T00:00:00.000Z' where tenant_id = ?",
      business.tenantId,
    );
    expect(outcome(await verify(business, challenge, code))).toBe("401 mfa.wrong_code");
  });

  it("is not kept in the clear", async () => {
    const business = await enrolledBusiness();
    await askForMail(business, await challengeOf(business));
    const [code = ""] = await mailedCodes(address(business), 1);
    expect(await rowsOf(business)).not.toContain(`"${code}"`);
    const [row] = await sql<{ email_code_hash: string }>(
      business.shard,
      "select email_code_hash from mfa_challenges where tenant_id = ?",
      business.tenantId,
    );
    expect(row?.email_code_hash).toMatch(/^\$argon2id\$/);
  });

  it("needs an address", async () => {
    const business = await enrolledBusiness();
    await sql(business.shard, "update users set email = null where tenant_id = ?", business.tenantId);
    expect(outcome(await askForMail(business, await challengeOf(business)))).toBe("409 mfa.no_email");
  });
});

describe("a business that demands a second factor of a role", () => {
  const demand = ({ shard, tenantId }: Business, ...roles: string[]) =>
    sql(
      shard,
      `insert into organizations (tenant_id, settings, created_at, updated_at, version) values (?1, ?2, ?3, ?3, 1)
        on conflict do update set settings = excluded.settings`,
      tenantId,
      JSON.stringify({ mfa_required_roles: roles }),
      "2026-01-01T00:00:00.000Z",
    );
  const byChallenge = (path: string, challenge: string, more = {}) =>
    client().post(`/auth/mfa/${path}`, { challenge_token: challenge, ...more });

  it("makes its users enrol one at their next log-in, which then goes on", async () => {
    const business = await newBusiness();
    await demand(business, "owner");
    const answer = await logIn(business);
    expect(answer.data).toEqual({ mfa_enrollment_required: true, mfa_challenge_token: expect.any(String) });
    const challenge = answer.data.mfa_challenge_token;
    expect(outcome(await verify(business, challenge, "123456"))).toBe("401 auth.invalid_challenge");
    expect(outcome(await byChallenge("enable", challenge, { code: "123456" }))).toBe("409 mfa.not_set_up");

    const setup = await byChallenge("setup", challenge);
    expect(setup.status, setup.text).toBe(200);
    const enabled = await byChallenge("enable", challenge, { code: codeNow(setup.data.secret) });
    expect(enabled.data).toMatchObject({ token_type: "Bearer", user: { id: 1, roles: ["owner"] } });
    expect(enabled.data.backup_codes).toHaveLength(10);
    expect((await bearer(enabled.data.access_token).get("/admin/items")).status).toBe(200);
    const refreshed = await client({ "x-tenant-id": business.tenantId }).post("/auth/refresh", {
      refresh_token: enabled.data.refresh_token,
    });
    expect(refreshed.status).toBe(200);

    for (const [path, more] of [["setup"], ["enable", { code: "123456" }]] as const)
      expect(outcome(await byChallenge(path, challenge, more))).toBe("401 auth.invalid_challenge");
    expect(outcome(await verify(business, await challengeOf(business), codeNow(setup.data.secret, 1)))).toBe(OK);
    expect(outcome(await bearer(enabled.data.access_token).post("/auth/mfa/disable"))).toBe("409 mfa.demanded_by_role");
  });

  it("asks nothing of other roles", async () => {
    const business = await newBusiness();
    await demand(business, "admin");
    expect((await logIn(business)).data.access_token).toEqual(expect.any(String));
  });

  it("gives the enrolment five attempts, too", async () => {
    const business = await newBusiness();
    await demand(business, "owner");
    const challenge = await challengeOf(business);
    const { data } = await byChallenge("setup", challenge);
    for (let i = 0; i < 5; i++)
      expect(outcome(await byChallenge("enable", challenge, { code: "000" }))).toBe("401 mfa.wrong_code");
    const late = await byChallenge("enable", challenge, { code: codeNow(data.secret) });
    expect(outcome(late)).toBe("401 auth.invalid_challenge");
  });

  it("counts a wrong code under an Idempotency-Key, and stores nothing as its answer", async () => {
    const business = await newBusiness();
    await demand(business, "owner");
    const challenge_token = await challengeOf(business);
    const api = client({ "idempotency-key": "one" });
    const { data } = await client().post("/auth/mfa/setup", { challenge_token });
    for (let i = 0; i < 2; i++)
      expect(outcome(await api.post("/auth/mfa/enable", { challenge_token, code: "000" }))).toBe("401 mfa.wrong_code");
    expect(outcome(await api.post("/auth/mfa/enable", { challenge_token, code: codeNow(data.secret) }))).toBe(OK);
  });
});

it("five attempts a minute from one address are enough for a person", async () => {
  const api = client({ "x-tenant-id": crypto.randomUUID() });
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++)
    statuses.push((await api.post("/auth/mfa-verify", { challenge_token: "x", code: "1" })).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
});

it("a program written from the document signs in with a second factor", async () => {
  const business = await enrolledBusiness();
  const program = programAfter("JavaScript Login Example", "Self-Service Registration");
  const here = (url: string, init?: RequestInit) =>
    fetch(url.replace("https://api.tradekitt.com", testWorker().url), {
      ...init,
      headers: { "cf-connecting-ip": "10.77.1.1", ...(init?.headers as Record<string, string>) },
    });
  const login = runInNewContext(`${program}\nlogin`, { fetch: here }) as (
    ...args: string[]
  ) => Promise<Record<string, string>>;
  const { mfaRequired, challengeToken = "" } = await login(business.code, business.username, PASSWORD);
  expect(mfaRequired).toBe(true);
  const { data } = await verify(business, challengeToken, codeNow(business.secret, 1));
  expect(data).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String), user: { id: 1 } });
});
