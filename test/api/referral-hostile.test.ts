import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "../support/back-door.ts";
import { type Answer, client, eventually } from "../support/client.ts";
import { asked, historyOf, newProvider, offersOf, refer as referAt, referral } from "../support/network.ts";
import { job, newReferrer, type Referrer, withKey } from "../support/referrers.ts";

// Requests that nobody sends in good faith: each gets the right refusal, and leaves nothing behind.

let referrer: Referrer;
beforeAll(async () => {
  referrer = await newReferrer();
});
const refer = (body: unknown) => referrer.api.post("/open/jobs", body);
const outcome = ({ status, error }: Answer) => [status, error?.code, Object.keys(error?.fields ?? {})];
const refusal = ({ status, error }: Answer) => `${status} ${error?.reason ?? error?.code}`;

describe("a forged key", () => {
  it.each([
    ["only the prefix", () => "te_open_"],
    ["another prefix", () => referrer.key.replace("te_open_", "te_shut_")],
    ["in capitals", () => referrer.key.toUpperCase()],
    ["cut", () => referrer.key.slice(0, -1)],
    ["with one character more", () => `${referrer.key}0`],
    ["twice in one header", () => `${referrer.key}, ${referrer.key}`],
    ["as a bearer token", () => `Bearer ${referrer.key}`],
    ["its own hash", () => "0".repeat(64)],
    ["very long", () => `te_open_${"a".repeat(8000)}`],
    ["as SQL", () => "te_open_' or 1=1 --"],
  ])("is refused: %s", async (_, key) => {
    const answer = await withKey(key()).post("/open/jobs", job());
    expect([answer.status, answer.error.code]).toEqual([401, "UNAUTHORIZED"]);
  });

  it("is refused where no key belongs: in the query, as authorization, as the token of an office", async () => {
    const elsewhere = [
      await client().post(`/open/jobs?key=${referrer.key}`, job()),
      await client({ authorization: `Bearer ${referrer.key}` }).post("/open/jobs", job()),
      await client({ authorization: `Bearer ${referrer.key}` }).get("/admin/referrals"),
      await client({ authorization: `Bearer ${referrer.key}` }).get("/platform/referral-keys"),
    ];
    expect(elsewhere.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });
});

describe("a job in bad faith", () => {
  it.each(["٩٠٢١٠", "９０２１０", "90210\n", "9021\u200b0", "+9021", "9e210", "0x1F4", "-9021"])(
    "has no ZIP code %j",
    async (zip_code) => {
      expect(outcome(await refer(job({}, { zip_code })))).toEqual([422, "VALIDATION_ERROR", ["homeowner.zip_code"]]);
    },
  );

  it.each([
    "tel:+15551234567",
    "5551234567;drop table",
    "+1 (555) 123-4567 #9",
    "5551234567,,1",
    "0015551234567",
    "1".repeat(100),
  ])("has no phone %j", async (phone) => {
    expect(outcome(await refer(job({}, { phone })))).toEqual([422, "VALIDATION_ERROR", ["homeowner.phone"]]);
  });

  it.each([
    ["a summary of 10,001 characters", { summary: "x".repeat(10_001) }, 422],
    ["a transcript of 200,001", { call_center: { call: { transcript: "x".repeat(200_001) } } }, 422],
    ["a list in the place of the body", [job()], 422],
    ["null in the place of the body", null, 422],
    ["a prototype", `{"__proto__":{"is_test":true},${JSON.stringify(job()).slice(1)}`, 422],
    ["1,000 levels", `{"external_ids":${"[".repeat(1000)}${"]".repeat(1000)}}`, 400],
    ["a body that breaks off", JSON.stringify(job()).slice(0, -3), 400],
    ["a body of 2 MB", JSON.stringify(job({ summary: "x".repeat(2_000_000) })), 413],
  ])("is refused with %s", async (_, body, status) => {
    const shaped = typeof body === "object" && body !== null && !Array.isArray(body) ? job(body) : body;
    const answer = await refer(shaped);
    expect(answer.status, answer.text).toBe(status);
  });

  it("leaves nothing behind when it was refused", async () => {
    const other = await newReferrer();
    const bodies = [null, {}, [job()], job({}, { phone: "1" }), job({ summary: " " }), job({ is_test: true })];
    const answers = await Promise.all(bodies.map((body) => other.api.post("/open/jobs", body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]));
    const [row] = await sql("CONTROL", "select count(*) n from referrals where key_id = ?", other.id);
    expect(row).toEqual({ n: 0 });
  });
});

describe("a webhook in bad faith", () => {
  it.each([
    ...[
      "https://169.254.169.254/latest/",
      "https://167772161/",
      "https://0x0a000001/",
      "https://[fd00::1]/",
      "https://[::ffff:10.0.0.1]/",
    ],
    ...[
      "https://user:word@example.com/",
      "https://example.com:22/",
      "https://10.1/",
      "javascript:alert(1)",
      "//example.com",
      "",
    ],
  ])("does not go to %s", async (url) => {
    expect((await referrer.api.put("/open/webhook", { url })).status).toBe(422);
  });
});

describe("another's job", () => {
  it("is neither seen nor cancelled by another referrer, and its offer is none of another business", async () => {
    const zip = "00140";
    const [provider, other] = [await newProvider(zip), await newProvider("00141")];
    const publicId = await referAt(referrer, zip, 60);
    const { offer } = await asked(publicId, [provider]);
    const stranger = await newReferrer();
    const path = `/open/jobs/${publicId}`;
    expect([
      refusal(await stranger.api.get(path)),
      refusal(await stranger.api.post(`${path}/cancel`, { reason: "Mine now" })),
      refusal(await other.api.post(`/admin/referrals/${offer.id}/accept`)),
      refusal(await other.api.post(`/admin/referrals/${offer.id}/decline`, { reason: "No" })),
    ]).toEqual(["404 NOT_FOUND", "404 NOT_FOUND", "404 referral.not_found", "404 referral.not_found"]);
    expect((await referral(publicId)).status).toBe("OFFERED");
  });
});

describe("an offer", () => {
  it("that was declined is not accepted, and one that was accepted is not declined", async () => {
    const zip = "00142";
    const providers = await Promise.all([newProvider(zip), newProvider(zip)]);
    const publicId = await referAt(referrer, zip, 61);
    const first = await asked(publicId, providers);
    await first.business.api.post(`/admin/referrals/${first.offer.id}/decline`, { reason: "Booked out" });
    const second = await asked(publicId, providers, 1);
    // both at once: who has declined, and who is asked now
    const [late, right] = await Promise.all([
      first.business.api.post(`/admin/referrals/${first.offer.id}/accept`),
      second.business.api.post(`/admin/referrals/${second.offer.id}/accept`),
    ]);
    expect([refusal(late), right.status]).toEqual(["409 referral.offer_over", 200]);
    const decline = await second.business.api.post(`/admin/referrals/${second.offer.id}/decline`, { reason: "No" });
    expect(refusal(decline)).toBe("409 referral.offer_over");
    expect((await offersOf(publicId)).map(({ status }) => status)).toEqual(["declined", "accepted"]);
    expect(await historyOf(publicId)).toContain("PROVIDER_ACCEPTED");
  });

  it("that is accepted and declined at once ends in one way", async () => {
    const zip = "00143";
    const provider = await newProvider(zip);
    const publicId = await referAt(referrer, zip, 62);
    const { offer } = await asked(publicId, [provider]);
    const path = `/admin/referrals/${offer.id}`;
    const answers = await Promise.all([
      provider.api.post(`${path}/accept`),
      provider.api.post(`${path}/decline`, { reason: "No" }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const isAccepted = answers[0]?.status === 200;
    const settled = async () => (await offersOf(publicId)).every(({ status, told }) => status === told);
    await eventually(settled, "the business is told");
    expect((await offersOf(publicId)).map(({ status }) => status)).toEqual([isAccepted ? "accepted" : "declined"]);
  });

  it("that is accepted while the homeowner cancels leaves no open job, whoever is faster", async () => {
    const zip = "00144";
    const provider = await newProvider(zip);
    const publicId = await referAt(referrer, zip, 63);
    const { offer } = await asked(publicId, [provider]);
    const [accepted, cancelled] = await Promise.all([
      provider.api.post(`/admin/referrals/${offer.id}/accept`),
      referrer.api.post(`/open/jobs/${publicId}/cancel`, { reason: "Changed mind" }),
    ]);
    expect([200, 409]).toContain(accepted.status);
    if (cancelled.status !== 200) {
      expect(refusal(cancelled)).toMatch(/^409/); // it was changed at the same time: the referrer asks again
      expect((await referrer.api.post(`/open/jobs/${publicId}/cancel`, { reason: "Changed mind" })).status).toBe(200);
    }
    await eventually(async () => {
      const rows = await sql(
        provider.shard,
        "select status from dispatch_jobs where tenant_id = ? and status <> 'cancelled'",
        provider.tenantId,
      );
      const shown = (await provider.api.get(`/admin/referrals/${offer.id}`)).data.status;
      return rows.length === 0 && ["withdrawn", "returned"].includes(shown);
    }, "the business has no job of it");
    expect((await historyOf(publicId)).at(-1)).toBe("HOMEOWNER_CANCELLED");
  });
});
