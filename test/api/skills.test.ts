import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Business, newBusiness, newTechnician } from "../support/client.ts";

const PATH = "/admin/technician-skills";
const addSkill = async ({ api }: Business, more = {}) => {
  const made = await api.post(`${PATH}/skills`, { name: `Skill ${randomUUID().slice(0, 8)}`, ...more });
  expect(made.status, made.text).toBe(201);
  return made.data;
};

describe("a skill", () => {
  it("is taken in, read, listed, changed and taken out of use", async () => {
    const business = await newBusiness();
    const { api } = business;
    const made = await addSkill(business, { name: "EPA 608", category: "HVAC", requires_certification: true });
    expect(made).toMatchObject({ name: "EPA 608", category: "HVAC", requires_certification: true, is_active: true });
    await addSkill(business, { category: "Plumbing" });
    expect((await api.get(`${PATH}/skills/${made.id}`)).data).toEqual(made);
    expect((await api.get(`${PATH}/skills?category=HVAC`)).data.items).toEqual([made]);
    const changed = await api.patch(`${PATH}/skills/${made.id}`, { category: null, is_active: false });
    expect(changed.data).toMatchObject({ category: null, is_active: false, version: 2 });
    expect((await api.get(`${PATH}/skills?is_active=false`)).data.items).toEqual([changed.data]);
  });

  it("has a name of its own, whatever its case", async () => {
    const business = await newBusiness();
    await addSkill(business, { name: "Brazing" });
    const again = await business.api.post(`${PATH}/skills`, { name: "BRAZING" });
    expect([again.status, again.error.reason, again.error.fields]).toEqual([
      409,
      "skill.name_taken",
      { name: "is taken" },
    ]);
  });
});

describe("a skill of a technician", () => {
  it("is set, shown beside the skills, changed and taken away", async () => {
    const business = await newBusiness();
    const { api } = business;
    const [technician, other] = [await newTechnician(business), await newTechnician(business)];
    const skill = await addSkill(business, { requires_certification: true });
    const path = `${PATH}/${technician.id}/${skill.id}`;
    const set = await api.put(path, { level: 3, certified_until: "2199-06-30", certificate_number: "608-1" });
    expect(set.data).toMatchObject({
      ...{ technician_id: technician.id, skill_id: skill.id, skill_name: skill.name, level: 3 },
      ...{ certified_until: "2199-06-30", certificate_number: "608-1", certificate: "valid", version: 1 },
      verified_by: expect.stringMatching(/^user:/),
    });
    await api.put(`${PATH}/${other.id}/${skill.id}`, { level: 5 });
    const page = (await api.get(PATH)).data;
    expect(page.total).toBe(2);
    expect(page.items[0]).toEqual(set.data);
    expect(page.items[1]).toMatchObject({ technician_id: other.id, certificate: "missing" });
    const filtered = async (query: string) => (await api.get(`${PATH}?${query}`)).data.items.length;
    expect(await filtered(`technician_id=${technician.id}`)).toBe(1);
    expect(await filtered(`skill_id=${skill.id}`)).toBe(2);
    expect([await filtered("certified_until_to=2199-06-29"), await filtered("certified_until_to=2199-06-30")]).toEqual([
      0, 1,
    ]);

    const changed = await api.put(path, { level: 4, certified_until: "2020-01-01" }, { "if-match": '"1"' });
    expect(changed.data).toMatchObject({ level: 4, certificate: "expired", certificate_number: null, version: 2 });
    expect((await api.put(path, { level: 4 }, { "if-match": '"1"' })).status).toBe(412);
    expect((await api.request("DELETE", path)).data).toEqual(changed.data);
    const gone = await api.request("DELETE", path);
    expect([gone.status, gone.error.reason]).toEqual([404, "technician_skill.not_found"]);
    expect((await api.get(PATH)).data.total).toBe(1);
  });

  it("follows its skill: the name, and whether that asks for a certificate", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id } = await newTechnician(business);
    const skill = await addSkill(business);
    const before = (await api.put(`${PATH}/${id}/${skill.id}`, { level: 1 })).data;
    await api.patch(`${PATH}/skills/${skill.id}`, { name: "Solar", requires_certification: true });
    const [after] = (await api.get(PATH)).data.items;
    expect(after).toMatchObject({ skill_name: "Solar", certificate: "missing", version: 2 });
    expect(after.updated_at > before.updated_at).toBe(true);
    await api.patch(`${PATH}/skills/${skill.id}`, { category: "Roof" });
    expect((await api.get(PATH)).data.items).toEqual([after]);
  });

  it("asks for a technician and a skill that are there and a skill that is in use", async () => {
    const business = await newBusiness();
    const { api } = business;
    const { id } = await newTechnician(business);
    const skill = await addSkill(business);
    const put = async (technician: number, which: number) => {
      const answer = await api.put(`${PATH}/${technician}/${which}`, { level: 1 });
      return [answer.status, answer.error?.reason];
    };
    expect(await put(999_999, skill.id)).toEqual([404, "technician.not_found"]);
    expect(await put(id, 999_999)).toEqual([404, "skill.not_found"]);
    await api.patch(`${PATH}/skills/${skill.id}`, { is_active: false });
    expect(await put(id, skill.id)).toEqual([409, "skill.not_active"]);
  });

  it.each([
    [{}, "level"],
    [{ level: 0 }, "level"],
    [{ level: 6 }, "level"],
    [{ level: 2.5 }, "level"],
    [{ level: 3, certified_until: "2026-02-30" }, "certified_until"],
    [{ level: 3, certificate_number: "" }, "certificate_number"],
  ])("refuses %j and names the field", async (body, field) => {
    const business = await newBusiness();
    const { id } = await newTechnician(business);
    const refused = await business.api.put(`${PATH}/${id}/${(await addSkill(business)).id}`, body);
    expect([refused.status, Object.keys(refused.error.fields)]).toEqual([422, [field]]);
  });

  it("is set once by two requests at the same moment", async () => {
    const business = await newBusiness();
    const { id } = await newTechnician(business);
    const skill = await addSkill(business);
    const put = (level: number) => business.api.put(`${PATH}/${id}/${skill.id}`, { level });
    const answers = await Promise.all([put(1), put(2)]);
    for (const { status, error } of answers)
      expect(status === 200 || error.reason === "technician_skill.changed_meanwhile").toBe(true);
    expect((await business.api.get(PATH)).data.total).toBe(1);
  });
});

describe("a file of technicians' skills", () => {
  const send = ({ api }: Business, ...rows: string[]) =>
    api.post(`${PATH}/import`, rows.join("\r\n"), { "content-type": "text/csv" });
  const named = async ({ api }: Business, name: string) =>
    (await api.post("/admin/technicians", { name, pay_type: "hourly", base_pay_cents: 1 })).data.id as number;

  it("gives, changes and leaves; what is wrong is told and stops nothing", async () => {
    const business = await newBusiness();
    const { api } = business;
    const [ana, ben] = [await named(business, "Ana Diaz"), await named(business, "Ben Yu")];
    await named(business, "Ann");
    await named(business, "Ann");
    const welding = await addSkill(business, { name: "Welding" });
    const epa = await addSkill(business, { name: "EPA 608" });
    await api.put(`${PATH}/${ana}/${welding.id}`, { level: 2 });
    const sent = await send(
      business,
      "technician,technician_id,skill,level,certified_until,certificate_number",
      "Ana Diaz,,WELDING,3,,",
      `,${ben},EPA 608,5,2199-12-31,608-9`,
      "Ana Diaz,,Piping,3,,",
      "Nobody,,Welding,3,,",
      "Ann,,Welding,3,,",
      "Ben Yu,,Welding,high,soon,",
      ",,Welding,3,,",
    );
    expect(sent.data).toMatchObject({ rows: 7, added: 1, changed: 1, unchanged: 0, failed: 5 });
    expect(sent.data.problems.map(({ row }: { row: number }) => row)).toEqual([4, 5, 6, 7, 8]);
    expect(sent.data.problems[3].message).toMatch(/level: .*certified_until: /);
    const { items, total } = (await api.get(PATH)).data;
    expect(total).toBe(2);
    expect(items).toEqual([
      expect.objectContaining({ technician_id: ana, skill_id: welding.id, level: 3, version: 2 }),
      expect.objectContaining({
        technician_id: ben,
        skill_id: epa.id,
        certified_until: "2199-12-31",
        version: 1,
        skill_name: "EPA 608",
      }),
    ]);
    const again = await send(business, "technician;skill;level", "Ana Diaz;Welding;3");
    expect(again.data).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    expect((await api.get(PATH)).data.total).toBe(2);
  });

  it("must name technician, skill and level", async () => {
    const refused = await send(await newBusiness(), "technician,level", "Ana,3");
    expect([refused.status, refused.error.reason]).toEqual([422, "import.column_missing"]);
  });
});
