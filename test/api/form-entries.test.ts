import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PIXEL } from "#/kernel/images.ts";
import { type Answer, type Api, type Json, newBusiness } from "../support/client.ts";
import { noPdfTools, pagesOf } from "../support/pdf-tools.ts";
import { testWorker } from "../support/test-worker.ts";

async function ok(answer: Promise<Answer>): Promise<Json> {
  const { status, text, data } = await answer;
  expect([200, 201], text).toContain(status);
  return data;
}

const options = [
  { value: "pass", label: "Pass", score: 1 },
  { value: "fail", label: "Fail", score: 0 },
];
const fields = [
  { key: "site", label: "Site", type: "text" },
  { key: "units", label: "Unit", type: "section", repeat: true, min: 1, max: 3 },
  { key: "model", label: "Model", type: "text", required: true },
  { key: "result", label: "Result", type: "select", options },
  {
    ...{ key: "plate", label: "Plate", type: "photo", required: true },
    visible_if: { all: [{ key: "result", op: "eq", value: "fail" }] },
  },
  { key: "end", label: "At the end", type: "section" },
  { key: "manual", label: "Manual", type: "file" },
];

const publish = async (api: Api, id: number): Promise<void> => void (await ok(api.post(`/admin/forms/${id}/publish`)));

/** A business with a published form, and what whoever has a link to it may do. */
async function shop(asked: object[] = fields) {
  const { api } = await newBusiness();
  const form = await ok(api.post("/admin/forms", { name: "Service", fields: asked }));
  await publish(api, form.id);
  const newLink = async () => {
    const { url, submission } = await ok(api.post("/admin/form-links", { form_id: form.id }));
    const path = `${testWorker().url}${new URL(url).pathname}`;
    const send = async (to: string, body: BodyInit, type: string): Promise<Answer> => {
      const response = await fetch(`${path}/${to}`, { method: "POST", headers: { "content-type": type }, body });
      const text = await response.text();
      const { data, error } = JSON.parse(text) as Json;
      return { status: response.status, text, data, error } as Answer;
    };
    const submit = (answers: object, form_version = 1) =>
      send("submit", JSON.stringify({ form_version, answers }), "application/json");
    const upload = (query: string, bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Json> =>
      ok(send(`files?${query}`, bytes, type));
    return { id: submission.id as number, submit, upload };
  };
  const csv = async (): Promise<string[]> =>
    (await (await api.open(`/admin/forms/${form.id}/submissions.csv`)).text()).trim().split("\r\n");
  return { api, form, newLink, csv };
}
const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, "latin1"));
const pixel = Uint8Array.from(Buffer.from(PIXEL, "base64"));
const webp = bytes("RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0");

describe("a form with a repeated section", () => {
  it("takes its entries, tells what is wrong by their paths, and shows them in the file and on paper", async () => {
    const { api, newLink, csv } = await shop();
    const { id, submit, upload } = await newLink();
    const photo = await upload("field=plate&name=plate.png", pixel, "image/png");
    const refused = await submit({ units: [{ model: "A1" }, { result: "fail", plate: [photo.id + 1] }] });
    expect([refused.status, refused.error?.reason, refused.error?.fields]).toEqual([
      ...[422, "form_submission.bad_answers"],
      {
        "answers.units.1.model": "is required",
        "answers.units.1.plate": `names file ${photo.id + 1}, which was not uploaded for this field`,
      },
    ]);
    const units = [
      { model: "A1", result: "pass" },
      { model: "-B2", result: "fail", plate: [photo.id] },
    ];
    await ok(submit({ site: "Roof", units }));
    expect(await ok(api.get(`/admin/form-submissions/${id}`))).toMatchObject({
      ...{ status: "submitted", score: 1, max_score: 2, answers: { site: "Roof", units } },
    });
    const [head, row] = await csv();
    expect(head).toBe(
      "id,form_version,status,job_id,customer_id,technician_id,submitted_at,score,max_score,site,units,model,result,plate,manual",
    );
    expect(row?.split(",").slice(7)).toEqual([
      ...["1", "2", "Roof", "2", "A1 | -B2", "pass | fail", ` | plate.png (file ${photo.id})`, ""].map((cell) =>
        cell.startsWith(" ") ? `"${cell}"` : cell,
      ),
    ]);
    const paper = await api.open(`/admin/form-submissions/${id}/pdf`);
    const pdf = new Uint8Array(await paper.arrayBuffer());
    expect(paper.status).toBe(200);
    if (noPdfTools) return;
    const text = pagesOf(pdf).join("\n");
    for (const said of ["Unit 1", "A1", "Unit 2", "-B2", "Photo 1: Unit 2, Plate"]) expect(text).toContain(said);
    expect(text.indexOf("Unit 1")).toBeLessThan(text.indexOf("Unit 2"));
  });

  it("is not published with a condition that looks into the entries from outside", async () => {
    const { api } = await newBusiness();
    const all = [
      ...fields,
      { key: "why", label: "Why?", type: "text", visible_if: { all: [{ key: "model", op: "is_set" }] } },
    ];
    const form = await ok(api.post("/admin/forms", { name: "Service", fields: all }));
    const { status, error } = await api.post(`/admin/forms/${form.id}/publish`);
    expect([status, error?.reason, error?.fields]).toEqual([
      ...[422, "form.not_publishable"],
      { "fields.7.visible_if.all.0.key": "is in the entries of units, which only fields in them can ask for" },
    ]);
  });
});

it("a link takes answers to the version that its submission was begun by, and to no other", async () => {
  const { api, form, newLink } = await shop();
  const { id, submit } = await newLink();
  await ok(api.patch(`/admin/forms/${form.id}`, { fields: fields.slice(0, 1) }));
  await publish(api, form.id);
  const { status, error } = await submit({ site: "Roof" }, 2);
  expect([status, error?.reason, error?.fields]).toEqual([
    ...[409, "form_submission.version_outdated", { form_version: "must be 1" }],
  ]);
  await ok(submit({ site: "Roof", units: [{ model: "A1" }] }, 1));
  expect(await ok(api.get(`/admin/form-submissions/${id}`))).toMatchObject({ form_version: 1, status: "submitted" });
});

describe("the file of what was filled in", () => {
  it("has the keys of all versions, those of the present one first, and names the files", async () => {
    const text = (key: string) => ({ key, label: key, type: "text" });
    const { api, form, newLink, csv } = await shop([text("old"), text("kept"), { ...text("photos"), type: "photo" }]);
    const [first, second] = [await newLink(), await newLink()];
    const photos = [];
    for (const name of ["panel.png", "a, b.png"])
      photos.push(await first.upload(`field=photos&name=${name}`, Uint8Array.of(...pixel, photos.length), "image/png"));
    const [one, two] = photos.map(({ id }) => id);
    await ok(first.submit({ old: "1", kept: "2", photos: [one, two] }));
    await ok(api.patch(`/admin/forms/${form.id}`, { fields: [text("status"), text("kept"), text("never")] }));
    await publish(api, form.id);
    const third = await newLink();
    await ok(second.submit({ kept: "3" }));
    await ok(third.submit({ status: "new", kept: "4" }, 2));
    const [head = "", ...rows] = await csv();
    expect(head.split(",").slice(9)).toEqual(["answer_status", "kept", "never", "old", "photos"]);
    expect(rows.map((row) => [row.split(",")[1], row.split(",").slice(9).join(",")])).toEqual([
      ["1", `,2,,1,"panel.png (file ${one}); a, b.png (file ${two})"`],
      ["1", ",3,,,"],
      ["2", "new,4,,,"],
    ]);
  });
});

it("the document of a form says where the files are that it cannot show", async () => {
  const { api, newLink } = await shop();
  const { id, submit, upload } = await newLink();
  const plate = await upload("field=plate&name=plate.webp", webp, "image/webp");
  const manual = await upload("field=manual&name=manual.pdf", bytes("%PDF-1.3"), "application/pdf");
  const broken = await upload("field=plate&name=broken.jpg", bytes("\xff\xd8\xff\xe0 no more"), "image/jpeg");
  await ok(submit({ units: [{ model: "A1", result: "fail", plate: [plate.id, broken.id] }], manual: [manual.id] }));
  const paper = await api.open(`/admin/form-submissions/${id}/pdf`);
  const pdf = new Uint8Array(await paper.arrayBuffer());
  expect(paper.status).toBe(200);
  if (noPdfTools) return;
  const text = pagesOf(pdf).join("\n").replaceAll(/\s+/g, " ");
  for (const said of [
    ...["plate.webp, not shown here", "manual.pdf, not shown here", "Files that are not shown here"],
    ...["Unit 1, Plate: plate.webp", `form-submissions/${id}/files/${plate.id}`, "Manual: manual.pdf"],
    ...[`form-submissions/${id}/files/${manual.id}`, "Photo 1: Unit 1, Plate", "This picture cannot be shown."],
  ])
    expect(text).toContain(said);
});

it("the document of a form has its instructions, where they stood and as they showed: a signature is worth what was read", async () => {
  const terms = "I have seen the work and accept it as complete. Payment is due within thirty days. ".repeat(4);
  const when = (value: string) => ({ visible_if: { all: [{ key: "state", op: "eq", value }] } });
  const signOff = [
    { key: "state", label: "State", type: "select", options },
    { key: "ended", label: "Ended on", type: "date" },
    { key: "came", label: "Came at", type: "time" },
    { key: "at", label: "Seen at", type: "datetime" },
    { key: "terms", label: "Acceptance", type: "section" },
    { key: "read", label: "Please read", type: "instruction", help: terms },
    { key: "passed", label: "For work that passed", type: "instruction", ...when("pass") },
    { key: "failed", label: "For work that failed", type: "instruction", help: "Nothing is due.", ...when("fail") },
    { key: "signature", label: "Your signature", type: "signature", required: true },
    { key: "rooms", label: "Room", type: "section", repeat: true },
    { key: "look", label: "Look into each corner", type: "instruction" },
    { key: "name", label: "Name", type: "text" },
  ];
  const { api, form, newLink } = await shop(signOff);
  const { id, submit, upload } = await newLink();
  const signature = await upload("field=signature&name=signature.png", pixel, "image/png");
  const times = { ended: "2026-12-01", came: "14:30", at: "2026-12-01T09:00" };
  await ok(
    submit({ state: "pass", ...times, signature: [signature.id], rooms: [{ name: "Attic" }, { name: "Hall" }] }),
  );
  const later = signOff.map((field) => (field.key === "read" ? { ...field, help: "Other terms" } : field));
  await ok(api.patch(`/admin/forms/${form.id}`, { fields: later }));
  await publish(api, form.id);
  const paper = await api.open(`/admin/form-submissions/${id}/pdf`);
  const pdf = new Uint8Array(await paper.arrayBuffer());
  expect(paper.status).toBe(200);
  if (process.env.PICTURES) writeFileSync(`${process.env.PICTURES}/sign-off.pdf`, pdf);
  if (noPdfTools) return;
  const text = pagesOf(pdf).join("\n").replaceAll(/\s+/g, " ");
  const said = [
    ...["State", "Pass", "December 1, 2026", "2:30 PM", "December 1, 2026 at 9:00 AM", "Acceptance", "Please read"],
    ...[terms.trim(), "For work that passed", "Your signature", "Room 1", "Look into each corner", "Attic"],
    ...["Room 2", "Look into each corner", "Hall"],
  ];
  let from = 0;
  for (const one of said) {
    const found = text.indexOf(one, from);
    expect(found, `${one} behind ${text.slice(0, from)}`).toBeGreaterThanOrEqual(from);
    from = found + one.length;
  }
  for (const not of ["For work that failed", "Other terms"]) expect(text).not.toContain(not);
});
