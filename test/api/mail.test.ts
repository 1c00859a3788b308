import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { app } from "#/app.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { attemptMail } from "#/domains/mail/actions/attempt-mail.ts";
import { type NewMail, planMail } from "#/domains/mail/index.ts";
import { sendMail } from "#/integrations/mail/send.ts";
import { type Instant, plusSeconds, toInstant } from "#/kernel/time.ts";
import { cron, enqueue, sql } from "../support/back-door.ts";
import { type Business, client, eventually, type Json, newBusiness, quiet } from "../support/client.ts";
import { ctxOf } from "../support/ctx.ts";
import { linkIn, mailsTo, mailTo } from "../support/mails.ts";
import { testSecrets } from "../support/settings.ts";

const MINUTE = "* * * * *";
const newAddress = () => `jane-${randomUUID().slice(0, 8)}@example.com`;
const resetFor = (to: string): NewMail => ({
  to,
  template: "reset-password",
  data: { name: "Jane", username: "jane", link: "https://app.example/reset#token=secret" },
});

type Outgoing = Parameters<SendEmail["send"]>[0] & {
  to: string;
  subject: string;
  html: string;
  headers?: Record<string, string>;
};

/** A worker in this process, on the real database, whose mail service does as it is told. */
function mailWorker(business: Business, answer: () => Promise<unknown> = async () => ({ messageId: "1" })) {
  const sent: Outgoing[] = [];
  const alarms: { mailId: string; delaySeconds: number }[] = [];
  const files = new Map<string, string>();
  const at = (now: Instant): Ctx => {
    const ctx = ctxOf(business, { now });
    const env = {
      ...ctx.env,
      ...testSecrets,
      PUBLIC_URL: "https://api.example",
      MAIL_FROM: "no-reply@example.com",
      EMAIL: {
        send: (mail: Outgoing) => {
          sent.push(mail);
          return answer();
        },
      },
      MAIL: {
        send: async ({ id }: { id: string }, { delaySeconds }: { delaySeconds: number }) =>
          void alarms.push({ mailId: id, delaySeconds }),
      },
      FILES: { put: async (key: string, text: string) => void files.set(key, text) },
    };
    return { ...ctx, env: env as unknown as Cloudflare.Env }; // the part of the environment that mails use
  };
  const clock = toInstant(Date.now());
  // its own now is ahead of the clock: what it plans is not due for the crons of other tests, which would be quicker than the test
  return { sent, alarms, files, at, now: at(plusSeconds(clock, 600)), clock: at(clock) };
}

/** Commits a mail as an action would; nobody is told of it. */
async function plan(ctx: Ctx, mail: NewMail): Promise<string> {
  const audit = { action: "test", entity: "mail", id: "1" };
  await commit(ctx, { parts: [await planMail(ctx, mail)], audit, result: null });
  const [row] = await sql<{ id: string }>(
    ctx.tenant.shard,
    "select id from mails where tenant_id = ? order by id desc limit 1",
    ctx.tenant.id,
  );
  return row?.id ?? "";
}

const logOf = async ({ api }: Business, query = ""): Promise<Json[]> =>
  (await api.get(`/admin/mails?${query}`)).data.items;
const sealedOf = ({ shard, tenantId }: Business) =>
  sql<{ sealed_data: string | null }>(shard, "select sealed_data from mails where tenant_id = ?", tenantId);
const refusal = (code: string) => () => Promise.reject(Object.assign(new Error("told by the service"), { code }));

describe("a mail of a commit", () => {
  it("goes out by itself, and its reader can follow the link", async () => {
    const business = await newBusiness();
    const to = newAddress();
    await plan(mailWorker(business).clock, resetFor(to));
    await enqueue("EVENTS", { tenantId: business.tenantId }); // what announce does after a commit
    const mail = await mailTo(to, /new password/);
    expect(linkIn(mail)).toBe("https://app.example/reset#token=secret");
    expect(mail.html).toContain('href="https://app.example/reset#token=secret"');
    const [entry] = await eventually(async () => {
      const log = await logOf(business);
      return log[0]?.status === "sent" && log;
    }, "it is logged as sent");
    expect(entry).toMatchObject({ recipient: to, template: "reset-password", attempts: 1, error: null });
    expect(await sealedOf(business)).toEqual([{ sealed_data: null }]);
  });

  it("lies sealed until then: neither the log nor the database shows its link or code", async () => {
    const business = await newBusiness();
    await plan(mailWorker(business).now, {
      to: newAddress(),
      template: "mfa-code",
      data: { name: "J", code: "918273" },
    });
    const rows = await sql(business.shard, "select * from mails where tenant_id = ?", business.tenantId);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify([rows, await logOf(business)])).not.toContain("918273");
  });

  it("is sent once, however often its alarm rings and beside the cron", async () => {
    const business = await newBusiness();
    const to = newAddress();
    const mailId = await plan(mailWorker(business).now, resetFor(to));
    await sql(
      business.shard,
      "update mails set next_attempt_at = '2020-01-01T00:00:00.000Z' where tenant_id = ?",
      business.tenantId,
    );
    const message = { job: "mail.attempt", tenantId: business.tenantId, id: mailId };
    await Promise.all([enqueue("MAIL", message, message, message), cron(MINUTE), enqueue("MAIL", message)]);
    await mailTo(to, /new password/);
    await enqueue("MAIL", message);
    await quiet(business);
    expect(await mailsTo(to)).toHaveLength(1);
    expect(await logOf(business)).toMatchObject([{ status: "sent", attempts: 1 }]);
  });

  it("is found by the cron when its alarm was lost, but not of a suspended business", async () => {
    const [lost, suspended] = await Promise.all([newBusiness(), newBusiness()]);
    const [to, never] = [newAddress(), newAddress()];
    const past = "2020-01-01T00:00:00.000Z";
    await plan(mailWorker(lost).now, resetFor(to));
    await plan(mailWorker(suspended).now, resetFor(never));
    await sql(suspended.shard, "update tenant_state set state = 'suspended' where tenant_id = ?", suspended.tenantId);
    for (const { shard, tenantId } of [lost, suspended])
      await sql(shard, "update mails set next_attempt_at = ? where tenant_id = ?", past, tenantId);
    await cron(MINUTE);
    await enqueue("EVENTS", { tenantId: suspended.tenantId });
    await mailTo(to, /new password/);
    await quiet(suspended);
    expect(await mailsTo(never)).toEqual([]);
  });

  it("comes in the name and colours of the business, and answers go to its own address", async () => {
    const business = await newBusiness("Smith & Sons");
    const worker = mailWorker(business);
    await business.api.patch("/admin/organization", { contact_email: "office@smith.example" });
    const branding = { display_name: "Smith & Sons", primary_color: "#0f5c63" };
    const ctx = { ...worker.now, tenant: { ...worker.now.tenant, branding } };
    await attemptMail(ctx, await plan(ctx, { to: newAddress(), template: "mfa-enabled", data: { name: "Jane" } }));
    expect(worker.sent).toMatchObject([
      { from: { name: "Smith & Sons", email: "no-reply@example.com" }, replyTo: "office@smith.example" },
    ]);
    expect(worker.sent[0]?.html).toContain("#0f5c63");
    expect(worker.sent[0]?.html).toContain("Smith &amp; Sons");
  });
});

it("the service gets the headers that end offers in one click with an offer, and none with another mail", async () => {
  const business = await newBusiness();
  const worker = mailWorker(business);
  const page = "https://api.example/leave#token";
  const oneClick = "https://api.example/api/v1/leave/token";
  for (const leave of [
    { leave: page, oneClick },
    { leave: null, oneClick: null },
  ]) {
    const data = { subject: "Half price", text: "Soon.", ...leave };
    await attemptMail(worker.now, await plan(worker.now, { to: newAddress(), template: "message", data }));
  }
  expect(worker.sent.map(({ headers }) => headers)).toEqual([
    { "List-Unsubscribe": `<${oneClick}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    undefined,
  ]);
});

describe("a mail that the service does not take", () => {
  it("waits, is tried again at its time and not before, and the log tells why in a code", async () => {
    const business = await newBusiness();
    let down = true;
    const worker = mailWorker(business, () => (down ? refusal("E_RATE_LIMIT_EXCEEDED")() : Promise.resolve()));
    const mailId = await plan(worker.now, resetFor(newAddress()));
    const begun = Date.now();
    await attemptMail(worker.now, mailId);
    const ended = Date.now();
    const [entry] = await logOf(business);
    expect(entry).toMatchObject({ status: "queued", attempts: 1, error: "E_RATE_LIMIT_EXCEEDED" });
    const next = Date.parse(entry.next_attempt_at);
    expect([next >= begun + 27_000, next <= ended + 33_000]).toEqual([true, true]);
    const [{ delaySeconds } = { delaySeconds: 0 }] = worker.alarms;
    expect(worker.alarms).toEqual([{ mailId, delaySeconds }]);
    expect([next > begun + (delaySeconds - 1) * 1000, next <= ended + delaySeconds * 1000]).toEqual([true, true]);

    await attemptMail(worker.clock, mailId);
    expect(worker.sent).toHaveLength(1);
    down = false;
    await attemptMail(worker.at(plusSeconds(toInstant(Date.now()), 40)), mailId);
    expect(worker.sent).toHaveLength(2);
    expect(await logOf(business, "status=sent")).toMatchObject([{ attempts: 2, error: null, next_attempt_at: null }]);
  });

  it("is given up when it can never go out, and what it said is forgotten", async () => {
    const business = await newBusiness();
    const worker = mailWorker(business, refusal("E_RECIPIENT_NOT_ALLOWED"));
    await attemptMail(worker.now, await plan(worker.now, resetFor(newAddress())));
    expect(await logOf(business)).toMatchObject([
      { status: "failed", error: "E_RECIPIENT_NOT_ALLOWED", next_attempt_at: null, sent_at: null },
    ]);
    expect(await sealedOf(business)).toEqual([{ sealed_data: null }]);
  });

  it("is given up when its time is over: nobody wants a code of an hour ago", async () => {
    const business = await newBusiness();
    const worker = mailWorker(business);
    const mailId = await plan(worker.now, { to: newAddress(), template: "mfa-code", data: { name: "J", code: "1" } });
    await attemptMail(worker.at(plusSeconds(worker.now.now, 3600)), mailId);
    expect(worker.sent).toEqual([]);
    expect(await logOf(business)).toMatchObject([{ status: "failed", error: "too_late" }]);
  });

  it("is given up when it cannot be opened or its template is unknown, and holds up no other", async () => {
    const business = await newBusiness();
    const worker = mailWorker(business);
    const [broken, unknown] = [
      await plan(worker.now, resetFor(newAddress())),
      await plan(worker.now, resetFor(newAddress())),
    ];
    await sql(business.shard, "update mails set sealed_data = 'v1.AAAA' where id = ?", broken);
    await sql(business.shard, "update mails set template = 'newsletter' where id = ?", unknown);
    await attemptMail(worker.now, broken);
    await attemptMail(worker.now, unknown);
    expect((await logOf(business)).map(({ error }) => error)).toEqual(["unknown_template", "unreadable"]);
  });

  it("is tried again when the worker died over it", async () => {
    const business = await newBusiness();
    const worker = mailWorker(business);
    const mailId = await plan(worker.now, resetFor(newAddress()));
    const taken = "update mails set attempts = 1, next_attempt_at = ? where id = ?";
    await sql(business.shard, taken, plusSeconds(worker.now.now, 60), mailId);
    await attemptMail(worker.at(plusSeconds(worker.now.now, 30)), mailId);
    expect(worker.sent).toEqual([]);
    await attemptMail(worker.at(plusSeconds(worker.now.now, 61)), mailId);
    expect(await logOf(business)).toMatchObject([{ status: "sent", attempts: 2 }]);
  });
});

describe("an address that gets no mail", () => {
  it("is put onto the list and taken off it", async () => {
    const business = await newBusiness();
    const { api } = business;
    const worker = mailWorker(business);
    const made = await api.post("/admin/mails/suppressions", { address: "Jane@Example.com" });
    expect([made.status, made.data]).toMatchObject([201, { address: "jane@example.com", reason: "manual" }]);
    const again = await api.post("/admin/mails/suppressions", { address: "JANE@example.com" });
    expect([again.status, again.error.reason]).toEqual([409, "mail_suppression.exists"]);

    await attemptMail(worker.now, await plan(worker.now, resetFor("JANE@example.com")));
    expect(await logOf(business)).toMatchObject([{ status: "suppressed", error: "suppressed_manual" }]);
    expect(await sealedOf(business)).toEqual([{ sealed_data: null }]);

    const gone = await api.request("DELETE", "/admin/mails/suppressions/jane%40example.com");
    expect([gone.status, gone.data.address]).toEqual([200, "jane@example.com"]);
    const twice = await api.request("DELETE", "/admin/mails/suppressions/jane%40example.com");
    expect([twice.status, twice.error.reason]).toEqual([404, "mail_suppression.not_found"]);
    await attemptMail(worker.now, await plan(worker.now, resetFor("jane@example.com")));
    expect(worker.sent).toHaveLength(1);
  });

  it("comes onto the list by itself when the mail service says so", async () => {
    const business = await newBusiness();
    const worker = mailWorker(business, refusal("E_RECIPIENT_SUPPRESSED"));
    const mail = resetFor(newAddress());
    await attemptMail(worker.now, await plan(worker.now, mail));
    await attemptMail(worker.now, await plan(worker.now, mail));
    expect(worker.sent).toHaveLength(1);
    const { items } = (await business.api.get("/admin/mails/suppressions")).data;
    expect(items).toMatchObject([{ address: mail.to, reason: "bounce" }]);
  });

  it("is listed page by page", async () => {
    const { api } = await newBusiness();
    for (const name of ["c", "a", "b"]) await api.post("/admin/mails/suppressions", { address: `${name}@example.com` });
    const first = (await api.get("/admin/mails/suppressions?limit=2")).data;
    const second = (await api.get(`/admin/mails/suppressions?limit=2&cursor=${first.next_cursor}`)).data;
    const addresses = [first, second].flatMap(({ items }) => items.map(({ address }: Json) => address));
    expect(addresses).toEqual(["a@example.com", "b@example.com", "c@example.com"]);
    expect(second.next_cursor).toBeNull();
  });

  it.each([{}, { address: "no-address" }, { address: "a@b.example", reason: "spite" }, { address: 1 }])(
    "is not %j",
    async (body) => {
      const answer = await (await newBusiness()).api.post("/admin/mails/suppressions", body);
      expect([answer.status, answer.error.reason]).toEqual([422, "request.invalid"]);
    },
  );
});

describe("the log of mails", () => {
  it("is filtered by recipient, template and status", async () => {
    const business = await newBusiness();
    const { now } = mailWorker(business);
    const [one, two] = [newAddress(), newAddress()];
    await plan(now, resetFor(one));
    await plan(now, { to: two, template: "mfa-enabled", data: { name: "Jane" } });
    const recipients = async (query: string) => (await logOf(business, query)).map(({ recipient }) => recipient);
    expect(await recipients("")).toEqual([two, one]);
    expect(await recipients("template=reset-password")).toEqual([one]);
    expect(await recipients(`recipient=${two}`)).toEqual([two]);
    expect(await recipients("status=failed")).toEqual([]);
    expect((await business.api.get("/admin/mails?template=newsletter")).status).toBe(400);
  });

  it("forgets a mail after 90 days, but none that still waits", async () => {
    const business = await newBusiness();
    const worker = mailWorker(business);
    for (const status of ["sent", "queued"])
      await sql(
        business.shard,
        `insert into mails (tenant_id, id, recipient, template, status, attempts, created_at) values (?, ?, 'a@b.example', 'invite', ?, 1, '2020-01-01T00:00:00.000Z')`,
        business.tenantId,
        `mail_01DXF6DT00${status.toUpperCase().padEnd(16, "0")}`,
        status,
      );
    await attemptMail(worker.now, await plan(worker.now, resetFor(newAddress())));
    expect((await logOf(business)).map(({ template, status }) => [template, status])).toEqual([
      ["reset-password", "sent"],
      ["invite", "queued"],
    ]);
  });
});

describe("outside development", () => {
  it.each(["production", "Development", "staging", ""])(
    "no mail is kept to be read, and there is nothing at the path where it would be: ENVIRONMENT=%s",
    async (name) => {
      const business = await newBusiness();
      const worker = mailWorker(business);
      const mail = {
        id: "mail_1",
        to: newAddress(),
        fromName: "Smith",
        subject: "Hello",
        text: "Hello",
        html: "Hello",
      };
      const production = {
        ...worker.now.env,
        ENVIRONMENT: name,
        RATE_LIMITS: "off",
        LOG_REQUESTS: "off",
      };
      expect(await sendMail(production as Cloudflare.Env, mail)).toEqual({ kind: "sent" });
      expect([worker.sent.length, worker.files.size]).toEqual([1, 0]);
      expect(await sendMail(worker.now.env, mail)).toEqual({ kind: "sent" });
      expect(worker.files.size).toBe(1);

      const answer = await app.request("/api/v1/dev/mails", {}, production);
      expect([answer.status, await answer.json()]).toMatchObject([404, { error: { reason: "request.no_such_path" } }]);
      expect((await client().get("/dev/mails")).status).toBe(200);
    },
  );
});
