import { AppError } from "./errors.ts";
import { InstantField, z } from "./fields.ts";

const positive = (name: string, max?: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, `${name} must be an integer greater than 0`)
    .transform(Number)
    .refine((n) => max === undefined || n <= max, `${name} must be at most ${max}`);

/** Query of every list (spec: Pagination). `cursor` pages by key instead: exact, cheap at any depth, and without a count. */
export const PageQuery = z.object({
  page: positive("page").optional().openapi({ type: "integer", minimum: 1, example: 1 }),
  limit: positive("limit", 200).optional().openapi({ type: "integer", minimum: 1, maximum: 200, example: 50 }),
  cursor: z
    .string()
    .max(500)
    .optional()
    .openapi({ description: "`next_cursor` of the page before; excludes `page`", example: "WzQyXQ" }),
  updated_since: InstantField.optional(),
});
/** Query of a log: by cursor only, and without a count. */
export const LogQuery = PageQuery.pick({ limit: true, cursor: true });
/** Names to sort by; `-` before one means descending. */
export const sortBy = <Names extends [string, ...string[]]>(...names: Names) =>
  z
    .enum(names.flatMap((name) => [name, `-${name}`]))
    .optional()
    .openapi({ description: "`-` before a name: descending" });

export type PageInput = { page?: number; limit?: number; cursor?: string };

/** What a repo returns for a list: `total` only in page mode. */
export type Page<Row> = {
  items: Row[];
  total?: number;
  page?: number;
  limit: number;
  totalPages?: number;
  nextCursor: string | null;
};

export const pageOf = <S extends z.ZodType>(name: string, item: S) =>
  z
    .object({
      items: z.array(item),
      total: z.int().optional().openapi({ description: "rows in all; absent when paging by cursor", example: 1 }),
      page: z.int().optional().openapi({ example: 1 }),
      limit: z.int().openapi({ example: 50 }),
      total_pages: z.int().optional().openapi({ example: 1 }),
      next_cursor: z.string().nullable().openapi({ description: "null on the last page", example: null }),
    })
    .openapi(name);

type Key = string | number;
const badCursor = () =>
  new AppError(
    "bad_request",
    "request.bad_cursor",
    "This cursor is not one of ours. Take next_cursor of the page before, with the same filters and sort.",
    {
      fields: { cursor: "is not a cursor of this list" },
    },
  );

/** An opaque cursor: the sort in force and the key of the last row, in base64url. */
export const encodeCursor = (sort: string, key: readonly Key[]): string =>
  btoa(JSON.stringify([sort, ...key]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** The key inside a cursor; 400 when it is garbage or was made for another sort. */
export function decodeCursor(cursor: string, sort: string, length: number): Key[] {
  let parts: unknown;
  try {
    parts = JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    throw badCursor();
  }
  if (!Array.isArray(parts) || parts.length !== length + 1 || parts[0] !== sort) throw badCursor();
  const key = parts.slice(1);
  if (!key.every((part): part is Key => typeof part === "string" || Number.isSafeInteger(part))) throw badCursor();
  return key;
}

/** Page number and size after defaults; `page` together with `cursor` is refused. */
export function pageWindow(input: PageInput): { page: number; limit: number; offset: number } {
  if (input.cursor !== undefined && input.page !== undefined)
    throw new AppError("bad_request", "request.page_and_cursor", "Page either by page or by cursor, not by both.", {
      fields: { cursor: "cannot be combined with page" },
    });
  const page = input.page ?? 1;
  const limit = input.limit ?? 50;
  return { page, limit, offset: (page - 1) * limit };
}
