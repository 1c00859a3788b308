import { lowStock } from "#/domains/inventory/index.ts";
import { daily, reactsTo } from "#/jobs.ts";
import { reorderLowPart, reorderLowParts } from "./actions/reorder-parts.ts";

export const jobs = [
  reactsTo([lowStock], { name: "reorder what is low", run: reorderLowPart }),
  daily({ name: "reorder parts", run: reorderLowParts }),
];
