import type { Ctx } from "#/ctx.ts";
import { commit } from "#/db/tenant/commit.ts";
import { load } from "#/db/tenant/load.ts";
import { techniciansByIds } from "#/domains/technicians/index.ts";
import { notFound } from "#/kernel/errors.ts";
import { zoneUpdated } from "../events.ts";
import { presented } from "../present.ts";
import { setTechnicians, techniciansOfZone } from "../repo.ts";
import type { Rank } from "../rules.ts";
import { zones } from "../tables.ts";

type SetTechnicians = { id: number; technicians: readonly { technicianId: number; rank: Rank }[] };

/** Says who works in a zone. They are part of it: its version grows. */
export async function setZoneTechnicians(ctx: Ctx, { id, technicians }: SetTechnicians) {
  const { zone, people, before } = await load(ctx, {
    zone: zones.one(ctx, id),
    people: techniciansByIds(ctx, JSON.stringify(technicians.map(({ technicianId }) => technicianId))),
    before: techniciansOfZone(ctx, id),
  });
  zones.assertCurrent(ctx, zone);
  const byId = new Map(people.map((one) => [one.id, one]));
  const ranked = technicians
    .map(({ technicianId, rank }, i) => {
      const person = byId.get(technicianId);
      if (!person) throw notFound("technician", technicianId, `technicians.${i}.technician_id`);
      return { technicianId, rank, name: person.name, isActive: person.isActive };
    })
    .toSorted((a, b) => a.rank.localeCompare(b.rank) || a.technicianId - b.technicianId);
  const part = zones.change(ctx, zone, {});
  const told = (all: readonly { technicianId: number; rank: Rank }[]) =>
    all.map(({ technicianId, rank }) => ({ technician_id: technicianId, rank }));
  return await commit(ctx, {
    parts: [part, ...setTechnicians(ctx, id, technicians)],
    events: [zoneUpdated(presented(part.row))],
    audit: { action: "set_technicians", of: part, details: { before: told(before), after: told(ranked) } },
    result: { zoneId: id, technicians: ranked, version: part.row.version },
  });
}
