import { actorName } from "#/actor.ts";
import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { count } from "#/db/tenant/counters.ts";
import { load } from "#/db/tenant/load.ts";
import { nextStamps } from "#/db/tenant/stamps.ts";
import { type Technician, techniciansNamed } from "#/domains/technicians/index.ts";
import { type FileRow, readFile } from "#/kernel/csv-file.ts";
import { fold } from "#/kernel/fold.ts";
import { wording } from "#/kernel/wording.ts";
import { rowsRaced } from "../errors.ts";
import { allSkills, insertMany, technicianSkillsNamed, updateMany } from "../repo.ts";
import { SetTechnicianSkill } from "../schemas.ts";
import { type Skill, type TechnicianSkill, technicianSkills } from "../tables.ts";
import { KEY } from "./set-skill.ts";

const column = (name: string) => ({ name, field: name, as: "text" }) as const;
const FORM = {
  columns: ["technician", "technician_id", "skill", "skill_id", "level", "certified_until", "certificate_number"].map(
    column,
  ),
  needs: [["technician", "technician_id"], ["skill", "skill_id"], ["level"]],
  help: "The file has the columns technician or technician_id, skill or skill_id, level, certified_until and certificate_number.",
};
const SHOWN = 100;
/** The insert takes them from the skill. */
const UNKNOWN = { skillName: "", requiresCertification: false };

type Terms = Pick<TechnicianSkill, "level" | "certifiedUntil" | "certificateNumber">;
type Wanted = { technicianId: number; skillId: number; terms: Terms };

/** Gives technicians the skills of a file, all rows that are right at once. The others are told, and stop none; of two rows that say the same the last counts. */
export async function importSkills(ctx: Ctx, bytes: Uint8Array) {
  const { rows, warnings } = readFile(bytes, FORM);
  const texts = (name: string) => JSON.stringify([...new Set(rows.map(({ cells }) => cells[name]?.trim() ?? ""))]);
  const ids = JSON.stringify(rows.flatMap(({ cells }) => idIn(cells.technician_id) ?? []));
  const { people, skills, current, last } = await load(ctx, {
    people: techniciansNamed(ctx, ids, texts("technician")),
    skills: allSkills(ctx),
    current: technicianSkillsNamed(ctx, ids, texts("technician")),
    last: technicianSkills.nextId(ctx, rows.length),
  });
  const { wanted, problems } = sorted(rows, people, skills);
  const had = new Map(current.map((one) => [keyOf(one), one]));
  const verifiedBy = actorName(ctx.actor);
  const fresh: TechnicianSkill[] = [];
  const changed: TechnicianSkill[] = [];
  for (const { terms, ...key } of wanted.values()) {
    const before = had.get(keyOf(key));
    if (!before)
      fresh.push({
        ...{ tenantId: ctx.tenant.id, id: last - fresh.length, ...key, ...terms, verifiedBy, told: null, ...UNKNOWN },
        ...nextStamps(ctx),
      });
    else if (!isSame(before, terms)) {
      const told = before.certifiedUntil === terms.certifiedUntil ? before.told : null;
      changed.push({ ...before, ...terms, verifiedBy, told, ...nextStamps(ctx, before) });
    }
  }
  const result = {
    rows: rows.length,
    added: fresh.length,
    changed: changed.length,
    unchanged: rows.length - problems.length - fresh.length - changed.length,
    failed: problems.length,
    problems: problems.slice(0, SHOWN),
    warnings,
  };
  if (fresh.length + changed.length === 0) return result;
  return await commit(ctx, {
    parts: [
      { writes: insertMany(ctx, fresh), refusals: { [KEY]: rowsRaced() } },
      ...updateMany(ctx, changed),
      fresh.length > 0 && count(ctx, technicianSkills.entity, null, fresh.length),
    ],
    audit: {
      action: "import",
      entity: technicianSkills.entity,
      id: "file",
      details: { added: fresh.length, changed: changed.length },
    },
    result,
  });
}

const idIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,14}$/.test(text.trim()) ? Number(text.trim()) : undefined;

const keyOf = ({ technicianId, skillId }: Pick<TechnicianSkill, "technicianId" | "skillId">) =>
  `${technicianId}/${skillId}`;

const isSame = (one: Terms, other: Terms): boolean =>
  one.level === other.level &&
  one.certifiedUntil === other.certifiedUntil &&
  one.certificateNumber === other.certificateNumber;

/** What each row wants, and why some can want nothing. */
function sorted(rows: readonly FileRow[], people: readonly Technician[], skills: readonly Skill[]) {
  const wanted = new Map<string, Wanted>();
  const problems: { row: number; message: string }[] = [];
  for (const { row, cells, surplus } of rows) {
    const technician = one("technician", cells.technician_id, cells.technician, people, (name) => name.trim());
    const skill = one("skill", cells.skill_id, cells.skill, skills, fold);
    const given = {
      level: Number(cells.level),
      ...(cells.certified_until && { certified_until: cells.certified_until.trim() }),
      ...(cells.certificate_number && { certificate_number: cells.certificate_number }),
    };
    const read = SetTechnicianSkill.safeParse(given, { error: wording });
    const problem = [
      surplus ? "the row has more cells than the header" : "",
      typeof technician === "string" ? technician : "",
      typeof skill === "string" ? skill : skill.isActive ? "" : `skill: "${skill.name}" is not in use.`,
      ...(read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)),
    ].filter(Boolean);
    if (problem.length > 0 || typeof technician === "string" || typeof skill === "string" || !read.success) {
      problems.push({ row, message: problem.join("; ") });
      continue;
    }
    const { level, certified_until: certifiedUntil = null, certificate_number: certificateNumber = null } = read.data;
    const key = { technicianId: technician.id, skillId: skill.id };
    wanted.set(keyOf(key), { ...key, terms: { level, certifiedUntil, certificateNumber } });
  }
  return { wanted, problems };
}

/** The one with the id, else with the name; else what is wrong. */
function one<T extends { id: number; name: string }>(
  kind: string,
  idText: string | undefined,
  name: string | undefined,
  all: readonly T[],
  plain: (name: string) => string,
): T | string {
  if (idText !== undefined)
    return all.find(({ id }) => id === idIn(idText)) ?? `${kind}_id: there is no ${kind} ${idText.trim()}.`;
  if (name === undefined) return `${kind}: is required`;
  const found = all.filter((candidate) => plain(candidate.name) === plain(name));
  if (found.length > 1) return `${kind}: "${name}" names more than one. Use the column ${kind}_id instead.`;
  return found[0] ?? `${kind}: there is no ${kind} "${name}".`;
}
