import { AppError } from "#/kernel/errors.ts";

export const tooManyImports = (most: number) =>
  new AppError(
    "conflict",
    "import.too_many",
    `At most ${most} imports are kept. They go 30 days after their end; send larger files until then.`,
  );
export const mayNotImport = (permission: string) =>
  new AppError(
    "forbidden",
    "import.permission_missing",
    `An import of this kind also needs the permission ${permission}, which you do not have.`,
  );

// of single rows

export const cellsUnreadable = (problems: Record<string, string>) => {
  const all = Object.entries(problems).map(([name, problem]) => `${name}: ${problem}`);
  return new AppError("invalid", "import.unreadable_cell", `${all.join("; ")}.`, { fields: problems });
};
export const nameUnknown = (column: string, text: string) =>
  new AppError("not_found", "import.name_unknown", `${column}: there is no ${column.replaceAll("_", " ")} "${text}".`);
export const nameAmbiguous = (column: string, text: string) =>
  new AppError(
    "conflict",
    "import.name_ambiguous",
    `${column}: "${text}" names more than one. Use the column of the id instead.`,
  );
export const overtaken = () =>
  new AppError("conflict", "import.key_taken", "Another import has made this external_id meanwhile.");
