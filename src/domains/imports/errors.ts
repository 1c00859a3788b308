import { AppError } from "#/kernel/errors.ts";

const body = (problem: string) => ({ fields: { body: problem } });

export const tooManyImports = (most: number) =>
  new AppError(
    "conflict",
    "import.too_many",
    `At most ${most} imports are kept. They go 30 days after their end; send larger files until then.`,
  );
export const notText = () =>
  new AppError(
    "invalid",
    "import.not_utf8",
    "The file is not UTF-8 text. Save it as CSV in UTF-8 and send it again.",
    body("must be UTF-8 text"),
  );
export const noRows = () =>
  new AppError(
    "invalid",
    "import.no_rows",
    "The file has no row below its header.",
    body("must have at least one row below the header"),
  );
export const tooManyRows = (most: number) =>
  new AppError(
    "invalid",
    "import.too_many_rows",
    `The file has more than ${most} rows. Split it.`,
    body(`must have at most ${most} rows`),
  );
export const brokenQuotes = (row: number) =>
  new AppError(
    "invalid",
    "import.broken_quotes",
    `In row ${row} a quoted text does not end where it should. Within quotes write each quote twice.`,
    body(`row ${row} has a quote that is not closed, or text behind a closed one`),
  );
export const columnMissing = (names: readonly string[]) => {
  const name = names.join(" or ");
  return new AppError(
    "invalid",
    "import.column_missing",
    `The file has no column ${name}. GET /admin/imports/template.csv gives a file with all columns.`,
    { fields: { [names[0] ?? ""]: "this column is required" } },
  );
};
export const columnTwice = (name: string, other: string) =>
  new AppError("invalid", "import.column_twice", `Two columns, ${other} and ${name}, say the same. Keep one.`, {
    fields: { [name]: `says the same as ${other}` },
  });
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
