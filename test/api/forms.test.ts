import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { PIXEL } from "#/kernel/images.ts";
import { sql } from "../support/back-door.ts";
import { type Answer, type Api, client, type Json, newBusiness, newTechnician } from "../support/client.ts";
import { mailTo } from "../support/mails.ts";
import { testWorker } from "../support/test-worker.ts";

const refusal = ({ status, error }: Answer) => [status, error?.reason, Object.keys(error?.fields ?? {})];
async function ok(answer: Promise<Answer>): Promise<Json> {
  const { status, text, data } = await answer;
  expect([200, 201], text).toContain(status);
  return data;
}
const pixel = (more = ""): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat([Buffer.from(PIXEL, "base64"), Buffer.from(more)]));
const png = { "content-type": "image/png" };

const options = [
  { value: "pass", label: "Pass", score: 1 },
  { value: "fail", label: "Fail", score: 0 },
];
const fields = [
  { key: "result", label: "Result", type: "select", required: true, options },
  {
    ...{ key: "reason", label: "What is wrong?", type: "textarea", required: true },
    visible_if: { all: [{ key: "result", op: "eq", value: "fail" }] },
  },
  { key: "photos", label: "Photos", type: "photo" },
];

/** A business with a published form, and a job that Mike has begun; Lee has nothing to do with it. */
async function shop(status = "in_progress") {
  const business = await newBusiness();
  const { api } = business;
  const [mike, lee] = [await newTechnician(business, true), await newTechnician(business, true)];
  const form = await ok(api.post("/admin/forms", { name: "Furnace inspection", kind: "inspection", fields }));
  await ok(api.post(`/admin/forms/${form.id}/publish`));
  const newJob = async (more: object = {}): Promise<Json> => {
    const job = await ok(api.post("/admin/dispatch", { title: "Tune-up", customer_name: "Ann Lee", ...more }));
    return await ok(api.patch(`/admin/dispatch/${job.id}/assign`, { technician_id: mike.id }));
  };
  const phone = ({ id }: Json) => `/tech/dispatch/my-jobs/${id}`;
  const report = (job: Json, to: string) => mike.api.patch(`${phone(job)}/status`, { status: to });
  const job = await newJob();
  const steps = ["en_route", "in_progress"];
  for (const step of steps.slice(0, steps.indexOf(status) + 1)) await ok(report(job, step));
  const assign = (more: object = {}, id = form.id): Promise<Json> =>
    ok(api.post("/admin/form-assignments", { form_id: id, applies_to: "all", ...more }));
  const own = `${phone(job)}/forms/${form.id}`;
  return { business, api, mike, lee, form, job, newJob, phone, report, assign, own };
}

describe("a form", () => {
  it("says what is wrong with its fields by what each must be", async () => {
    const { api } = await newBusiness();
    const told = async (more: object) => {
      const made = await api.post("/admin/forms", { name: "Wrong", fields: [{ ...fields[2], ...more }] });
      expect(made.status).toBe(422);
      return made.error.fields;
    };
    expect(await told({ key: "constructor" })).toEqual({
      "fields.0.key": "is a name that programs keep for themselves: take another",
    });
    expect(await told({ visible_if: { all: [] } })).toEqual({ "fields.0.visible_if.all": "must not be empty" });
    expect(await told({ visible_if: { some: [] } })).toHaveProperty(["fields.0.visible_if.some"]);
  });

  it("is drafted, published, and never changes what was published", async () => {
    const { api } = await newBusiness();
    const draft = await ok(api.post("/admin/forms", { name: "Sign-off", fields: fields.slice(0, 1) }));
    expect(draft).toMatchObject({ kind: "custom", status: "draft", current_version: 0, published_at: null });
    const path = `/admin/forms/${draft.id}`;
    const first = await ok(api.post(`${path}/publish`));
    expect(first).toMatchObject({ status: "published", current_version: 1, fields: fields.slice(0, 1) });
    expect(refusal(await api.post(`${path}/publish`))).toEqual([409, "form.nothing_new", []]);
    await ok(api.patch(path, { fields }));
    expect((await ok(api.get(`${path}/versions`))).items).toMatchObject([
      { form_version: 1, fields: fields.slice(0, 1), superseded_at: null },
    ]);
    await ok(api.post(`${path}/publish`));
    const versions = (await ok(api.get(`${path}/versions`))).items;
    expect(versions).toMatchObject([
      { form_version: 2, fields, superseded_at: null },
      { form_version: 1, fields: fields.slice(0, 1), superseded_at: versions[0].published_at },
    ]);
    expect(refusal(await api.request("DELETE", path))).toEqual([409, "form.was_published", []]);
    expect(refusal(await api.post(`${path}/duplicate`, { name: "sign-OFF" }))).toEqual([
      ...[409, "form.name_taken", ["name"]],
    ]);
    const copy = await ok(api.post(`${path}/duplicate`, { name: "Sign-off, short" }));
    expect(copy).toMatchObject({ status: "draft", current_version: 0, fields });
    expect((await ok(api.request("DELETE", `/admin/forms/${copy.id}`))).id).toBe(copy.id);
    expect(await ok(api.post(`${path}/archive`, { archived: true }))).toMatchObject({ status: "archived" });
    expect(refusal(await api.post(`${path}/publish`))).toEqual([409, "form.archived", []]);
    expect((await ok(api.get("/admin/forms?status=archived"))).total).toBe(1);
    expect(await ok(api.post(`${path}/archive`, { archived: false }))).toMatchObject({ status: "published" });
    const events = (await ok(api.get("/admin/events?types=form.*"))).items;
    expect(events.map(({ type }: Json) => type)).toEqual(["form.published", "form.published", "form.archived"]);
  });

  it("is refused at publishing with the place of whatever does not fit, a pattern that could take long too", async () => {
    const { api } = await newBusiness();
    const bad = [
      { key: "serial", label: "Serial", type: "text", pattern: "(ab)" },
      { key: "serial", label: "Again", type: "select" },
      { key: "x", label: "X", type: "text", visible_if: { any: [{ key: "y", op: "eq", value: "1" }] } },
    ];
    const form = await ok(api.post("/admin/forms", { name: "Half done", fields: bad }));
    expect(refusal(await api.post(`/admin/forms/${form.id}/publish`))).toEqual([
      ...[422, "form.not_publishable"],
      ["fields.0.pattern", "fields.1.key", "fields.1.options", "fields.2.visible_if.any.0.key"],
    ]);
    const answer = await api.post("/admin/forms", { name: "No", fields: [{ key: "A b", label: "A", type: "text" }] });
    expect(refusal(answer)).toEqual([422, "request.invalid", ["fields.0.key"]]);
  });
});

describe("a job that needs forms", () => {
  it("is not completed before they are submitted, and says which are missing", async () => {
    const { api, mike, lee, form, job, phone, report, assign, own } = await shop();
    await assign({ applies_to: "all" });
    const refused = await report(job, "completed");
    expect(refusal(refused)).toEqual([409, "dispatch.forms_required", [`forms.${form.id}`]]);
    expect(refused.error.message).toContain("Furnace inspection");
    const needed = await ok(mike.api.get(`${phone(job)}/forms`));
    expect(needed.items).toMatchObject([
      {
        form_id: form.id,
        due: "before_complete",
        required: true,
        done: false,
        form_version: 1,
        fields,
        submission: null,
      },
    ]);
    expect((await lee.api.get(`${phone(job)}/forms`)).status).toBe(404);
    expect((await lee.api.post(`${own}/submit`, { form_version: 1, answers: { result: "pass" } })).status).toBe(404);

    const unmet = await mike.api.put(own, { form_version: 1, answers: {} }, { "if-match": '"1"' });
    expect(refusal(unmet).slice(0, 2)).toEqual([412, "form_submission.version_mismatch"]);
    const draft = await ok(mike.api.put(own, { form_version: 1, answers: { result: "fail" } }));
    expect(draft).toMatchObject({ status: "in_progress", technician_id: mike.id, job_id: job.id, score: null });
    expect(refusal(await report(job, "completed"))[1]).toBe("dispatch.forms_required");
    expect(refusal(await mike.api.post(`${own}/submit`, { form_version: 1 }))).toEqual([
      ...[422, "form_submission.bad_answers", ["answers.reason"]],
    ]);
    const photo = await ok(mike.api.post(`${own}/files?field=photos`, pixel("1"), png));
    expect(await ok(mike.api.post(`${own}/files?field=photos`, pixel("1"), png))).toEqual(photo);
    const answers = { result: "fail", reason: "Cracked", photos: [photo.id] };
    const sent = { form_version: 1, answers, client_event_id: randomUUID(), latitude: 27.9, longitude: -82.4 };
    const done = await ok(mike.api.post(`${own}/submit`, sent));
    expect(done).toMatchObject({ id: draft.id, status: "submitted", answers, score: 0, max_score: 1, latitude: 27.9 });
    expect(await ok(mike.api.post(`${own}/submit`, sent))).toEqual(done);
    expect(refusal(await mike.api.post(`${own}/submit`, { form_version: 1, answers }))).toEqual([
      ...[409, "form_submission.wrong_status", ["status"]],
    ]);
    expect((await ok(report(job, "completed"))).status).toBe("completed");
    const [item] = (await ok(api.get(`/admin/dispatch/${job.id}/forms`))).items;
    expect(item).toMatchObject({ done: true, submission: { id: draft.id } });
    const whole = await ok(api.get(`/admin/form-submissions/${draft.id}`));
    expect(whole).toMatchObject({ fields, files: [photo] });
    const opened = await api.get(`/admin/form-submissions/${draft.id}/files/${photo.id}`);
    expect([opened.status, opened.headers.get("content-type")]).toEqual([200, "image/png"]);
  });

  it("does not start before what is required before the start", async () => {
    const { mike, job, report, assign, own } = await shop("en_route");
    await assign({ due: "before_start" });
    expect(refusal(await report(job, "in_progress"))[1]).toBe("dispatch.forms_required");
    await ok(mike.api.post(`${own}/submit`, { form_version: 1, answers: { result: "pass" } }));
    expect((await ok(report(job, "in_progress"))).status).toBe("in_progress");
    expect((await ok(report(job, "completed"))).status).toBe("completed");
  });

  it("is told by its type, its priority, and the tag and plan of its customer", async () => {
    const { api, form, newJob, assign } = await shop("");
    const needs = async (job: Json): Promise<boolean> =>
      (await ok(api.get(`/admin/dispatch/${job.id}/forms`))).items.some((one: Json) => one.form_id === form.id);
    const customer = await ok(api.post("/admin/customers", { name: "Ann Lee", tags: ["VIP"] }));
    const plan = await ok(
      api.post("/admin/agreement-plans", {
        ...{ name: "Gold", term_months: 12, price_cents: 10_000, billing_frequency: "annual", visits_per_year: 0 },
      }),
    );
    const jobs = {
      job_type: await newJob({ job_type: "Maintenance" }),
      priority: await newJob({ priority: "urgent" }),
      customer_tag: await newJob({ customer_id: customer.id }),
    };
    const values = { job_type: "maintenance", priority: "urgent", customer_tag: "vip" };
    for (const [kind, value] of Object.entries(values)) {
      const made = await assign({ applies_to: kind, value });
      for (const [name, job] of Object.entries(jobs))
        expect([kind, name, await needs(job)]).toEqual([kind, name, kind === name]);
      await ok(api.request("DELETE", `/admin/form-assignments/${made.id}`));
    }
    await assign({ applies_to: "agreement_plan", value: String(plan.id) });
    expect(await needs(jobs.customer_tag)).toBe(false);
    const sold = await ok(api.post("/admin/service-agreements", { customer_id: customer.id, plan_id: plan.id }));
    await ok(api.post(`/admin/service-agreements/${sold.id}/activate`, {}));
    expect(await needs(jobs.customer_tag)).toBe(true);
    expect(
      refusal(await api.post("/admin/form-assignments", { form_id: form.id, applies_to: "priority", value: "x" })),
    ).toEqual([...[422, "form_assignment.bad_value", ["value"]]]);
    const again = { form_id: form.id, applies_to: "agreement_plan", value: String(plan.id) };
    expect(refusal(await api.post("/admin/form-assignments", again))).toEqual([409, "form_assignment.exists", []]);
  });
});

describe("what was filled in", () => {
  it("is judged by the version that it names, where that was published when it was started", async () => {
    const { api, mike, form, own } = await shop();
    const path = `/admin/forms/${form.id}`;
    await ok(
      api.patch(path, { fields: [...fields, { key: "serial", label: "Serial", type: "text", required: true }] }),
    );
    await ok(api.post(`${path}/publish`));
    const submit = (more: object) => mike.api.post(`${own}/submit`, { answers: { result: "pass" }, ...more });
    expect(refusal(await submit({ form_version: 3 }))).toEqual([
      ...[422, "form_submission.version_unknown", ["form_version"]],
    ]);
    expect(refusal(await submit({ form_version: 2, answers: { result: "pass", colour: "red" } }))).toEqual([
      ...[422, "form_submission.bad_answers", ["answers.colour", "answers.serial"]],
    ]);
    expect(refusal(await submit({ form_version: 2, started_at: "2026-01-01T00:00:00Z" }))).toEqual([
      ...[409, "form_submission.version_outdated", ["form_version"]],
    ]);
    expect(refusal(await submit({ form_version: 1, started_at: "2199-01-01T00:00:00Z" }))[1]).toBe(
      "form_submission.started_in_future",
    );
    // the phone was offline while the second version came
    expect(await ok(submit({ form_version: 1 }))).toMatchObject({ form_version: 1, status: "submitted" });
  });

  it("is listed, reopened, corrected, voided, and exported with one column for each key", async () => {
    const { api, mike, form, job, own, report, assign } = await shop();
    await assign();
    const submit = (answers: object): Promise<Json> => ok(mike.api.post(`${own}/submit`, { form_version: 1, answers }));
    const first = await submit({ result: "fail", reason: '=cmd, "quoted"' });
    const path = `/admin/form-submissions/${first.id}`;
    const reopened = await ok(api.post(`${path}/reopen`, { reason: "Which part?" }));
    expect(reopened).toMatchObject({ status: "reopened", submitted_at: null, reopen_reason: "Which part?" });
    expect(refusal(await report(job, "completed"))[1]).toBe("dispatch.forms_required");
    expect(refusal(await api.post(`${path}/reopen`, { reason: "x" }))[1]).toBe("form_submission.wrong_status");
    expect(await submit({ result: "pass" })).toMatchObject({ id: first.id, status: "submitted", score: 1 });
    await ok(api.post(`${path}/void`, { reason: "Another job" }));
    expect(refusal(await report(job, "completed"))[1]).toBe("dispatch.forms_required");
    const second = await submit({ result: "fail", reason: '=cmd, "quoted"' });
    expect(second.id).not.toBe(first.id);
    const listed = await ok(api.get(`/admin/forms/${form.id}/submissions?status=submitted`));
    expect(listed.items.map(({ id }: Json) => id)).toEqual([second.id]);
    expect((await ok(api.get(`/admin/form-submissions?form_id=${form.id}&job_id=${job.id}`))).total).toBe(2);
    const csv = await api.get(`/admin/forms/${form.id}/submissions.csv?status=submitted`);
    const [head, row] = csv.text.split("\r\n");
    expect(head).toBe(
      "id,form_version,status,job_id,customer_id,technician_id,submitted_at,score,max_score,result,reason,photos",
    );
    expect(row).toBe(
      `${second.id},1,submitted,${job.id},,${mike.id},${second.submitted_at},0,1,fail,"'=cmd, ""quoted""",`,
    );
    const events = (await ok(api.get("/admin/events?types=form.*"))).items;
    expect(events.map(({ type }: Json) => type)).toEqual([
      ...["form.published", "form.submitted", "form.reopened", "form.submitted", "form.voided", "form.submitted"],
    ]);
  });

  it("that a phone sends again stays as the office has left it: given back, or void", async () => {
    const { api, mike, form, job, own } = await shop();
    const sent = { form_version: 1, answers: { result: "pass" }, client_event_id: randomUUID() };
    const first = await ok(mike.api.post(`${own}/submit`, sent));
    const path = `/admin/form-submissions/${first.id}`;
    await ok(api.post(`${path}/reopen`, { reason: "Which part?" }));
    expect(await ok(mike.api.post(`${own}/submit`, sent))).toMatchObject({ id: first.id, status: "reopened" });
    expect(await ok(api.get(path))).toMatchObject({ status: "reopened", reopen_reason: "Which part?" });
    const corrected = { ...sent, client_event_id: randomUUID() };
    expect(await ok(mike.api.post(`${own}/submit`, corrected))).toMatchObject({ id: first.id, status: "submitted" });
    await ok(api.post(`${path}/void`, { reason: "Another job" }));
    expect(await ok(mike.api.post(`${own}/submit`, corrected))).toMatchObject({ id: first.id, status: "void" });
    expect((await ok(api.get(`/admin/form-submissions?form_id=${form.id}&job_id=${job.id}`))).total).toBe(1);
  });

  it("takes a photo once that comes several times at once", async () => {
    const { api, mike, own } = await shop();
    const draft = await ok(mike.api.put(own, { form_version: 1, answers: {} }));
    const send = () => mike.api.post(`${own}/files?field=photos`, pixel(), png);
    const answers = await Promise.all(Array.from({ length: 4 }, send));
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(refusal(answer)).toEqual([409, "form_file.changed_meanwhile", []]);
    const { id } = await ok(send());
    expect((await ok(api.get(`/admin/form-submissions/${draft.id}`))).files).toMatchObject([{ id }]);
  });

  it("keeps a hundred files in use; those that the answers were saved without make room", async () => {
    const { business, api, mike, own } = await shop();
    const save = (photos: number[]) => ok(mike.api.put(own, { form_version: 1, answers: { photos } }));
    const send = (name: string) => mike.api.post(`${own}/files?field=photos`, pixel(name), png);
    const draft = await save([]);
    const filesNow = async () =>
      (await ok(api.get(`/admin/form-submissions/${draft.id}`))).files.map(({ id }: Json) => id);
    /** The submission has a hundred files, like this one and as old. */
    const fillUp = async (id: number) =>
      await sql(
        business.shard,
        `with recursive n(n) as (select count(*) from form_files where tenant_id = ?1 and submission_id = ?2 union all select n + 1 from n where n < 99)
        insert into form_files select tenant_id, id + 1000 + n, submission_id, field, name, content_type, bytes, sha256 || n, 'none', created_by, created_at, updated_at, version
        from form_files, n where tenant_id = ?1 and id = ?3`,
        business.tenantId,
        draft.id,
        id,
      );
    const anHourLater = () =>
      sql(
        business.shard,
        "update form_files set created_at = strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '-61 minutes') where tenant_id = ?1 and submission_id = ?2",
        ...[business.tenantId, draft.id],
      );
    const [kept, replaced] = [await ok(send("1")), await ok(send("2"))];
    await save([kept.id]);
    await fillUp(replaced.id);
    expect(refusal(await send("3")), "another device may be about to name them").toEqual([
      409,
      "form_file.too_many",
      [],
    ]);
    await anHourLater();
    expect(await filesNow()).toHaveLength(100);
    const next = await ok(send("3"));
    expect(await filesNow(), "a file that the saved answers do not name yet is in use").toEqual([kept.id, next.id]);
    expect((await api.get(`/admin/form-submissions/${draft.id}/files/${kept.id}`)).status).toBe(200);
    await fillUp(next.id);
    expect(refusal(await send("4"))).toEqual([409, "form_file.too_many", []]);
    expect(await ok(send("3")), "the same again is there").toEqual(next);
    await save([kept.id, next.id]);
    await anHourLater();
    await ok(send("4"));
    expect(await filesNow()).toHaveLength(3);
  });

  it("takes no file of another submission, field or kind", async () => {
    const { api, mike, form, job, own, newJob, phone } = await shop();
    await ok(mike.api.put(own, { form_version: 1, answers: {} }));
    const photo = await ok(mike.api.post(`${own}/files?field=photos`, pixel(), png));
    expect(refusal(await mike.api.post(`${own}/files?field=result`, pixel(), png))).toEqual([
      ...[422, "form_file.no_such_field", ["field"]],
    ]);
    const noImage = new TextEncoder().encode("not an image");
    expect(refusal(await mike.api.post(`${own}/files?field=photos`, noImage, png))[1]).toBe("form_file.not_an_image");
    const other = `${phone(await newJob())}/forms/${form.id}`;
    const answers = { result: "pass", photos: [photo.id] };
    expect(refusal(await mike.api.post(`${other}/submit`, { form_version: 1, answers }))).toEqual([
      ...[422, "form_submission.bad_answers", ["answers.photos"]],
    ]);
    expect((await ok(api.get(`/admin/dispatch/${job.id}/forms`))).items[0].submission.status).toBe("in_progress");
  });
});

describe("a link to a form", () => {
  const at = (url: string): string => new URL(url).pathname;
  const stranger: Api = client();
  const send = (path: string, body: object | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${testWorker().url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: body instanceof Uint8Array ? body : JSON.stringify(body),
    });

  it("brings one submission, without signing in, and exactly once", async () => {
    const { api, form, job, report, assign } = await shop();
    await assign();
    const made = await ok(api.post("/admin/form-links", { form_id: form.id, job_id: job.id }));
    expect(made.submission).toMatchObject({ status: "in_progress", source: "link", job_id: job.id, answers: {} });
    const path = at(made.url);
    const page = await fetch(`${testWorker().url}${path}`, { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(await page.text()).toContain("Furnace inspection");
    const uploaded = await send(`${path}/files?field=photos`, pixel("2"), png);
    const { data: photo } = (await uploaded.json()) as Json;
    const answers = { result: "fail", reason: "Rust", photos: [photo.id] };
    const body = { form_version: 1, answers, client_event_id: randomUUID() };
    const sent = await Promise.all([send(`${path}/submit`, body), send(`${path}/submit`, body)]);
    expect(sent.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect((await send(`${path}/submit`, body)).status).toBe(200);
    expect((await send(`${path}/submit`, { ...body, client_event_id: "other" })).status).toBe(409);
    const all = await ok(api.get(`/admin/form-submissions?form_id=${form.id}`));
    expect(all.items).toMatchObject([
      { id: made.submission.id, status: "submitted", submitted_by: "anonymous", answers },
    ]);
    const submitted = (await ok(api.get("/admin/events?types=form.submitted"))).items;
    expect(submitted).toHaveLength(1);
    expect((await ok(report(job, "completed"))).status).toBe("completed");
    const thanks = await fetch(`${testWorker().url}${path}`, { headers: { accept: "text/html" } });
    expect(await thanks.text()).toContain("The form was sent");
  });

  it("ends when its submission is void, and opens nothing where it was made up", async () => {
    const { api, form } = await shop("");
    const customer = await ok(
      api.post("/admin/customers", { name: "Ann", emails: [{ address: `${randomUUID()}@example.com` }] }),
    );
    const made = await ok(api.post("/admin/form-links", { form_id: form.id, customer_id: customer.id, mail: true }));
    expect(made.submission).toMatchObject({ customer_id: customer.id, job_id: null });
    const mail = await mailTo(customer.emails[0].address, /Furnace inspection/);
    expect(mail.text).toContain(made.url);
    await ok(api.post(`/admin/form-submissions/${made.submission.id}/void`, { reason: "Not needed" }));
    expect((await send(`${at(made.url)}/submit`, { form_version: 1, answers: {} })).status).toBe(410);
    expect(refusal(await stranger.post(`/f/${"x".repeat(60)}/submit`, { form_version: 1 }))).toEqual([
      ...[404, "document_link.unknown", []],
    ]);
    expect(refusal(await api.post("/admin/form-links", { form_id: form.id, mail: true }))).toEqual([
      ...[422, "form.recipient_missing", ["to"]],
    ]);
  });

  it("adds to what the technician has filled in, by whatever clock the customer's phone has", async () => {
    const { mike, own } = await shop();
    const made = await ok(mike.api.post(`${own}/link`, {}));
    await ok(mike.api.put(own, { form_version: 1, answers: { result: "fail", reason: "Rust" } }));
    const answers = { reason: "Rust, and a leak", photos: null };
    const body = { form_version: 1, answers, started_at: new Date(Date.now() + 3_600_000).toISOString() };
    expect((await send(`${at(made.url)}/submit`, body)).status).toBe(200);
    expect((await ok(mike.api.get(own.replace(/\/\d+$/, "")))).items[0].submission).toMatchObject({
      ...{ id: made.submission.id, status: "submitted" },
    });
  });

  it("keeps what is on the device while the business is suspended, and lets go of it when the link has ended", async () => {
    const { api, business, form } = await shop("");
    const made = await ok(api.post("/admin/form-links", { form_id: form.id }));
    const pageOf = async (): Promise<[number, boolean]> => {
      const page = await fetch(made.url.replace(/^https?:\/\/[^/]+/, testWorker().url), {
        headers: { accept: "text/html" },
      });
      return [page.status, (await page.text()).includes("/form/done.js")];
    };
    const stand = (state: string) =>
      sql(business.shard, "update tenant_state set state = ? where tenant_id = ?", state, business.tenantId);
    await stand("suspended");
    expect(await pageOf()).toEqual([403, false]);
    await stand("active");
    expect(await pageOf()).toEqual([200, false]);
    await ok(api.post(`/admin/form-submissions/${made.submission.id}/void`, { reason: "Not needed" }));
    expect(await pageOf()).toEqual([410, true]);
  });

  it("is made by a technician for their own job", async () => {
    const { mike, lee, own } = await shop();
    const made = await ok(mike.api.post(`${own}/link`, {}));
    expect(made.submission).toMatchObject({ source: "link", technician_id: mike.id });
    expect((await lee.api.post(`${own}/link`, {})).status).toBe(404);
    expect((await ok(mike.api.put(own, { form_version: 1, answers: { result: "pass" } }))).id).toBe(made.submission.id);
  });
});
