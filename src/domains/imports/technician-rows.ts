import { load } from "#/db/tenant/load.ts";
import { CreateTechnician, planTechnician, technicians } from "#/domains/technicians/index.ts";
import { type Importer, idsUpTo, outcomeOf, requestOf } from "./importers.ts";

/** Technicians without a log-in: a file is no place for passwords. */
export const importTechnicians: Importer = async (ctx, rows, isDry) => {
  const { last } = await load(ctx, { last: isDry ? undefined : technicians.nextId(ctx, rows.length) });
  const ids = idsUpTo(last, rows.length);
  return rows.map((row, i) =>
    outcomeOf(row, () => {
      const { username: _, password: __, ...input } = requestOf(CreateTechnician, row.fields);
      const { part, audit } = planTechnician(ctx, { ...input, id: ids[i] ?? 0 });
      return { id: part.row.id, plan: { parts: [part], audit } };
    }),
  );
};
