import type { TaxRate } from "./tables.ts";

/** A tax rate as the API shows it. */
export const presentRate = ({ archivedAt, ...rate }: TaxRate) => ({ ...rate, isArchived: archivedAt !== null });
