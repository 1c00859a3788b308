import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "./support/back-door.ts";
import { client } from "./support/client.ts";
import { shotAt } from "./support/fuzz.ts";
import { answeredHere } from "./support/in-process.ts";
import { newReferrer, type Referrer, someAddress, somePhone } from "./support/referrers.ts";
import { differences } from "./support/spec/document.ts";
import { testWorker } from "./support/test-worker.ts";

// The TradeEngage document, word for word: its request is replayed, its answer is compared, and a client that was written from it alone talks to us.

const text = readFileSync(new URL("support/spec/tradeengage-open-jobs.txt", import.meta.url).pathname, "utf8");
const example = /^curl[\s\S]*?-d '(\{[\s\S]*?\n\})'(\{.*\})$/m.exec(text);
const headers = Object.fromEntries(
  [...(example?.[0] ?? "").matchAll(/^-H '([\w-]+): (.*?)'/gm)].map(([, name = "", value = ""]) => [name, value]),
);

let referrer: Referrer;
beforeAll(async () => {
  referrer = await newReferrer();
});

/** Sends JSON as the document shows it, and reads whatever comes back. */
async function post(body: string, more: Record<string, string> = {}) {
  const { "X-TradeEngage-Signature": _, ...given } = headers;
  const answer = await fetch(`${testWorker().url}/api/v1/open/jobs`, {
    method: "POST",
    headers: { ...given, "X-TradeEngage-Signature": referrer.key, ...more },
    body,
  });
  return { ok: answer.ok, status: answer.status, body: (await answer.json()) as { data?: Record<string, string> } };
}

describe("the document's own request", () => {
  it("is answered as the document shows, to the last key", async () => {
    expect(Object.keys(headers)).toEqual(["Content-Type", "X-TradeEngage-Signature"]);
    const answer = await post(example?.[1] ?? "");
    const shown = JSON.parse(example?.[2] ?? "") as { data: Record<string, string> };
    expect(answer.ok).toBe(true);
    expect(differences(shown, answer.body)).toEqual([]);
    expect(Object.keys(answer.body)).toEqual(["data"]);
    const { public_id, ...data } = answer.body.data ?? {};
    expect(data).toEqual({ status: shown.data.status, source: shown.data.source });
    expect(String(public_id)).toMatch(/^JOB-[0-9a-z]{10}$/);
    expect(String(shown.data.public_id)).toMatch(/^JOB-[0-9a-z]{10}$/);
  });

  it("with the document's placeholder of a key is refused", async () => {
    const { status } = await post(example?.[1] ?? "", headers);
    expect(status).toBe(401);
  });
});

/** A client as someone writes it who has read the document and nothing else. */
class TradeEngage {
  readonly key: string;
  readonly base: string;
  constructor(key: string, base: string) {
    this.key = key;
    this.base = base;
  }
  async createJob(job: Record<string, unknown>) {
    const response = await fetch(`${this.base}/jobs`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-TradeEngage-Signature": this.key },
      body: JSON.stringify(job),
    });
    const answer = (await response.json()) as { data?: { public_id: string; status: string; source: string } };
    if (!response.ok || !answer.data) throw new Error(`TradeEngage refused with ${response.status}`);
    return answer.data;
  }
}

describe("a client written only from the document", () => {
  const homeowner = () => ({ first_name: "John", last_name: "Doe", phone: somePhone(), zip_code: "90210" });
  let tradeEngage: TradeEngage;
  beforeAll(() => {
    tradeEngage = new TradeEngage(referrer.key, `${testWorker().url}/api/v1/open`);
  });
  const rowOf = async (publicId: string) =>
    (await sql("CONTROL", "select * from referrals where public_id = ?", publicId))[0] as Record<string, unknown>;

  it("creates a job from a summary, and from the transcript of a call", async () => {
    const jobs = [
      await tradeEngage.createJob({ homeowner: homeowner(), summary: "Water heater replacement needed" }),
      await tradeEngage.createJob({
        homeowner: homeowner(),
        call_center: { call: { transcript: "Hello, my water heater has burst." } },
      }),
    ];
    for (const job of jobs) expect(job).toMatchObject({ status: "HOMEOWNER_ACCEPTED", source: "CUSTOM_SOURCE" });
  });

  it("is refused when it has neither summary nor transcript", async () => {
    await expect(tradeEngage.createJob({ homeowner: homeowner() })).rejects.toThrow("422");
  });

  it("may send every field that the document names, and null for those that it has not got", async () => {
    const job = await tradeEngage.createJob({
      homeowner: { ...homeowner(), email: null, street: null, city: "Beverly Hills", state: "CA" },
      call_center: {
        agent: { first_name: "Ann", last_name: "Agent", email: someAddress(), phone: "5551234567", badge: 12 },
        call: { transcript: "Hello", duration: 61, recording_url: "https://calls.example/1" },
      },
      referring_user: { first_name: "Rob", last_name: "Roofer", email: someAddress() },
      summary: "AC not cooling properly",
      service_titan_tenant_id: 123456789,
      brand_location_id: "loc_17",
      idempotency_key: randomUUID(),
      external_ids: { crm: "4711" },
    });
    expect(await rowOf(job.public_id)).toMatchObject({
      attribution: "call_center_agent", // before the referring user
      service_titan_tenant_id: "123456789",
      brand_location_id: "loc_17",
      external_ids: '{"crm":"4711"}',
    });
  });

  it("gets the original response for an idempotency key that was processed, without a duplicate job", async () => {
    const idempotency_key = randomUUID();
    const first = await tradeEngage.createJob({ homeowner: homeowner(), summary: "Roof leaks", idempotency_key });
    const again = await tradeEngage.createJob({ homeowner: homeowner(), summary: "Another roof", idempotency_key });
    expect(again).toEqual(first);
  });

  it("may write the phone as people do: it is normalized", async () => {
    const phone = somePhone();
    const written = `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`;
    const one = await tradeEngage.createJob({ homeowner: { ...homeowner(), phone }, summary: "AC" });
    const two = await tradeEngage.createJob({ homeowner: { ...homeowner(), phone: written }, summary: "AC" });
    const [a, b] = [await rowOf(one.public_id), await rowOf(two.public_id)];
    expect(a.phone_hash).toBe(b.phone_hash);
  });
});

it("whatever comes to /open gets an answer of the document's shape, and never an internal error", async () => {
  // without the limits; by a test key, since this process has no queues
  const { key } = await newReferrer({ test: true });
  const api = client({ "x-tradeengage-signature": key }, answeredHere);
  const problems: unknown[] = [];
  for (const shot of fc.sample(shotAt("/open/jobs"), { seed: Number(process.env.FUZZ_SEED ?? 1), numRuns: 120 })) {
    try {
      // the client holds the answer to the document
      const { status } = await api.request(shot.method, shot.path, shot.body, shot.headers);
      if (status >= 500) problems.push({ status, shot });
    } catch (error) {
      problems.push({ error: String(error), shot });
    }
  }
  expect(problems.slice(0, 5)).toEqual([]);
});
