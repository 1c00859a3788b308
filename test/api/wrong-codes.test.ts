import { describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, type Business, client, newBusiness, quiet, timed } from "../support/client.ts";
import { linkIn, mailsTo, mailTo } from "../support/mails.ts";
import { challengeOf, codeNow, type Enrolled, enrol, forgetLastStep, verify } from "../support/mfa.ts";

// Who knows a password gets challenge after challenge, so wrong codes are counted on the user.

const outcome = ({ status, error }: Answer) => `${status} ${error?.reason}`;
const IN = "200 undefined";
const WRONG = "401 mfa.wrong_code";
const WAIT = "429 mfa.too_many_wrong_codes";
const LOCKED = "403 mfa.locked";
const LONG_AGO = "2020-01-01T00:00:00.000Z";

type Someone = Business & Enrolled;
async function someone(): Promise<Someone> {
  const business = await newBusiness();
  return { ...business, ...(await enrol(business.accessToken)) };
}

const guess = async (user: Business, code = "ABCD") => await verify(user, await challengeOf(user), code);
const right = async (user: Someone) => {
  await forgetLastStep(user);
  return await guess(user, codeNow(user.secret));
};
const askForMail = async (user: Business) =>
  await client({ "x-tenant-id": user.tenantId }).post("/auth/mfa/email-otp", {
    challenge_token: await challengeOf(user),
  });

async function runOf({ shard, tenantId }: Business) {
  const [run] = await sql<{ failures: number; until: string | null }>(
    shard,
    "select failures, delayed_until until from failed_attempts where tenant_id = ? and key = 'code 1'",
    tenantId,
  );
  return run;
}
/** A run of wrong codes, of which the last was long ago. */
const stretch = ({ shard, tenantId }: Business, failures: number) =>
  sql(
    shard,
    "insert into failed_attempts (tenant_id, key, failures) values (?1, 'code 1', ?2) on conflict do update set failures = ?2, delayed_until = ?3",
    tenantId,
    failures,
    LONG_AGO,
  );
const addressOf = ({ username }: Business) => `${username}@example.com`;
const unlock = (token: string) => client().post("/auth/mfa/unlock", { token });
const linksTo = async (user: Business) =>
  (await mailsTo(addressOf(user))).filter(({ subject }) => /sign-in is locked/.test(subject));

describe("wrong codes in a row", () => {
  it("are counted over all challenges, whatever they are, until a right one comes", async () => {
    const user = await someone();
    for (let i = 1; i <= 6; i++) {
      expect(outcome(await guess(user, ["000000", "ABCD", "7K0M-Q4RT-9XWZ"][i % 3]))).toBe(WRONG);
      expect((await runOf(user))?.failures).toBe(i);
    }
    await client({ "x-tenant-id": user.tenantId }).post("/auth/login", { username: user.username, password: "wrong" });
    await challengeOf(user); // a right password resets nothing
    expect((await runOf(user))?.failures).toBe(6);
    expect(outcome(await right(user))).toBe(IN);
    expect(await runOf(user)).toBeUndefined();
  });

  it("delay the next one from the tenth on, 1, 2, 4 ... minutes up to an hour, also a right one and a mailed one", async () => {
    const user = await someone();
    for (const [failures, minutes] of [
      [9, 1],
      [10, 2],
      [11, 4],
      [15, 60],
      [90, 60],
    ] as const) {
      await stretch(user, failures);
      const { result, isAfter } = await timed(() => guess(user));
      expect(outcome(result)).toBe(WRONG);
      const run = await runOf(user);
      expect(run?.failures).toBe(failures + 1);
      expect(isAfter(run?.until ?? "", minutes * 60), `delayed for ${minutes} min`).toBe(true);
    }
    const before = await runOf(user);
    for (const refused of [
      await right(user),
      await guess(user),
      await guess(user, user.backupCodes[0]),
      await askForMail(user),
    ]) {
      expect(outcome(refused)).toBe(WAIT);
      const wait = Number(refused.headers.get("retry-after"));
      expect(wait > 3000 && wait <= 3600, `Retry-After: ${wait}`).toBe(true);
    }
    expect(await runOf(user), "nothing is counted during a delay").toEqual(before);
    await stretch(user, 91);
    expect(outcome(await right(user))).toBe(IN);
  });

  it("are told to the user by mail at the tenth", async () => {
    const user = await someone();
    await stretch(user, 8);
    await guess(user);
    await quiet(user);
    const told = async () => (await mailsTo(addressOf(user))).filter(({ subject }) => /wrong codes/.test(subject));
    expect(await told()).toEqual([]);
    await guess(user);
    expect((await mailTo(addressOf(user), /wrong codes/)).text).toMatch(/someone knows your password/);
    await stretch(user, 10);
    await guess(user);
    await quiet(user);
    expect(await told()).toHaveLength(1);
  });

  it("cannot outrun the count when they come all at once", async () => {
    const user = await someone();
    await stretch(user, 6);
    const challenges = await Promise.all(Array.from({ length: 10 }, () => challengeOf(user)));
    const answers = await Promise.all(challenges.map((challenge) => verify(user, challenge, "ABCD")));
    expect(answers.filter((answer) => outcome(answer) === WRONG)).toHaveLength(4);
    expect(answers.filter((answer) => outcome(answer) === WAIT)).toHaveLength(6);
    expect((await runOf(user))?.failures).toBe(10);
  });

  it("end nothing but a log-in: signed-in devices and the password stay as they are", async () => {
    const user = await someone();
    await stretch(user, 100);
    expect(outcome(await guess(user))).toBe(LOCKED);
    expect((await user.api.get("/auth/me")).status).toBe(200);
  });
});

describe("after a hundred wrong codes in a row", () => {
  it("none is accepted, however long the user waits, until they open the link that was mailed to them", async () => {
    const user = await someone();
    await stretch(user, 99);
    expect(outcome(await guess(user)), "the hundredth").toBe(WRONG);
    const mail = await mailTo(addressOf(user), /sign-in is locked/);
    await stretch(user, 100);
    for (const refused of [await right(user), await guess(user), await askForMail(user)])
      expect(outcome(refused)).toBe(LOCKED);
    expect((await runOf(user))?.failures).toBe(100);

    expect(linkIn(mail)).toMatch(/\/unlock#lnk_/);
    const token = linkIn(mail).split("#")[1] ?? "";
    expect((await unlock(token)).data).toEqual({ unlocked: true });
    expect(outcome(await unlock(token)), "once").toBe("401 auth.invalid_link");
    expect(outcome(await guess(user))).toBe(WRONG);
    expect(await runOf(user), "only a right code ends the run").toEqual({ failures: 10, until: expect.any(String) });
    expect(outcome(await right(user))).toBe(WAIT);
    await stretch(user, 10);
    expect(outcome(await right(user))).toBe(IN);
  });

  it("each log-in mails another link, at most five an hour", async () => {
    const user = await someone();
    await stretch(user, 100);
    for (let i = 0; i < 7; i++) expect(outcome(await guess(user))).toBe(LOCKED);
    await quiet(user);
    expect(await linksTo(user)).toHaveLength(5);
  });

  it("a user without an address learns that an administrator must add one", async () => {
    const user = await someone();
    const address = (email: string | null) =>
      sql(user.shard, "update users set email = ? where tenant_id = ?", email, user.tenantId);
    await stretch(user, 100);
    await address(null);
    const refused = await guess(user);
    expect([outcome(refused), refused.error.message]).toEqual([LOCKED, expect.stringMatching(/administrator/)]);
    await address(addressOf(user));
    await guess(user);
    expect(linkIn(await mailTo(addressOf(user), /sign-in is locked/))).toMatch(/\/unlock#lnk_/);
  });

  it("a link of another kind, an expired one and one of a deactivated user unlock nothing", async () => {
    const user = await someone();
    await stretch(user, 100);
    await client({ "x-tenant-id": user.tenantId }).post("/auth/password/forgot", { username: user.username });
    const reset = linkIn(await mailTo(addressOf(user), /new password/)).split("#")[1] ?? "";
    await guess(user);
    const token = linkIn(await mailTo(addressOf(user), /sign-in is locked/)).split("#")[1] ?? "";
    const set = (what: string) => sql(user.shard, `update ${what} where tenant_id = ?`, user.tenantId);
    for (const wrong of [reset, "", `${token}x`]) expect(outcome(await unlock(wrong))).toBe("401 auth.invalid_link");
    await set("users set status = 'deactivated'");
    expect(outcome(await unlock(token))).toBe("401 auth.invalid_link");
    await set("users set status = 'active'");
    await set(`mailed_links set expires_at = '${LONG_AGO}'`);
    expect(outcome(await unlock(token))).toBe("401 auth.invalid_link");
    expect((await runOf(user))?.failures).toBe(100);
    const other = await client().post("/auth/password/reset", { token, new_password: "three trucks leave at dawn" });
    expect(outcome(other), "nor does it set a password").toBe("401 auth.invalid_link");
  });

  it("a new password changes nothing: it proves no second factor", async () => {
    const user = await someone();
    await stretch(user, 100);
    const changed = await user.api.post("/auth/password/change", {
      old_password: "securePassword123!",
      new_password: "three trucks leave at dawn",
    });
    expect(changed.status).toBe(200);
    expect((await runOf(user))?.failures).toBe(100);
  });
});
