import { AppError } from "./errors.ts";
import { InstantField, z } from "./fields.ts";

const positive = (name: string, max?: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, `${name} must be an integer greater than 0`)
    .transform(Number)
    .refine((n) => max === undefined || n <= max, `${name} must be at most ${max}`);

/** Query of every list (spec: Pagination). `cursor` is the alternative to `page`: exact, cheap at any depth, without a total. */
export const PageQuery = z.object({
  page: positive("page").optional().openapi({ type: "integer", minimum: 1, default: 1, example: 1 }),
  limit: positive("limit", 200)
    .optional()
    .openapi({ type: "integer", minimum: 1, maximum: 200, default: 50, example: 50 }),
  cursor: z.string().max(500).optional().openapi({
    description: "`next_cursor` of the previous page; cannot be combined with a `page` beyond 1",
    example: "WzQyXQ",
  }),
  updated_since: InstantField.optional().openapi({
    description:
      "rows that changed at this time or later, in the order of their changes. The answer goes back 60 seconds further, so that a change that was being written is not missed: rows may come twice, with the same `version`. To stay in sync, send the greatest `updated_at` that you have seen, or the time at which your last run began where it took longer than a minute",
  }),
});
/** Query of a log: pages by cursor only, without a total. */
export const LogQuery = PageQuery.pick({ limit: true, cursor: true });
/** Query of a log of which the rows are counted, so that it pages by number too. */
export const CountedLogQuery = PageQuery.pick({ page: true, limit: true, cursor: true });
/**
 * Field names to sort by, the usual one first; the prefix `-` means descending. No `default`: what counts when it is absent depends on
 * `updated_since`, and a client that fills defaults in would change the order.
 */
export const sortBy = <Names extends [string, ...string[]]>(...names: Names) =>
  z
    .enum(names.flatMap((name) => [name, `-${name}`]))
    .optional()
    .openapi({
      description: `the prefix \`-\` sorts in descending order; \`${usualSort(names[0])}\` when absent, and \`updated_at\` with \`updated_since\``,
    });
/** The order of a list when nobody names one: by id, or what has a time from the newest on. */
export const usualSort = (name: string): string => (name === "id" ? name : `-${name}`);

export type PageInput = { page?: number; limit?: number; cursor?: string };

/** What a repo returns for a list. `total`, `page` and `totalPages` only when paging by number. */
export type Page<Row> = {
  items: Row[];
  total?: number;
  totalIsMinimum?: true;
  page?: number;
  limit: number;
  totalPages?: number;
  nextCursor: string | null;
};

export const pageOf = <S extends z.ZodType>(name: string, item: S) =>
  z
    .object({
      items: z.array(item),
      total: z
        .int()
        .optional()
        .openapi({ description: "number of all rows; absent when paging by cursor", example: 1 }),
      total_is_minimum: z.literal(true).optional().openapi({
        description:
          "there are more rows than `total`: nobody keeps this total, and counting stopped some rows after this page. The next page counts further",
      }),
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
    "The cursor is invalid. Send next_cursor of the previous page, with the same filters and sort.",
    {
      fields: { cursor: "is not a cursor of this list" },
    },
  );

/** An opaque cursor: the sort order and the key of the last row, in base64url. */
export const encodeCursor = (sort: string, key: readonly Key[]): string =>
  btoa(JSON.stringify([sort, ...key]))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** The key inside a cursor. Throws 400 if the cursor is malformed or belongs to another sort order. */
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

/**
 * Page number (default 1), rows per page (default 50) and offset. Throws 400 if both `page` and `cursor` are given; page 1 beside a cursor is
 * what a client sends that fills defaults in, and the cursor counts.
 */
export function pageWindow(input: PageInput): Window {
  if (input.cursor !== undefined && (input.page ?? 1) > 1)
    throw new AppError("bad_request", "request.page_and_cursor", "Send either page or cursor, not both.", {
      fields: { cursor: "cannot be combined with page" },
    });
  const page = input.page ?? 1;
  const limit = input.limit ?? 50;
  return { page, limit, offset: (page - 1) * limit };
}

type Window = { page: number; limit: number; offset: number };

/** How far behind a page its rows are counted, where nobody keeps their total: each counted row is billed. */
const COUNTED_BEYOND = 1000;
/** At which row such a count stops. */
export const countedUpTo = ({ limit, offset }: Window, beyond = COUNTED_BEYOND): number => offset + limit + beyond;

/** What an answer by page number tells beside its rows. `most`: where the count stopped, one row after it. */
export function totalOf({ page, limit }: Window, n: number, most = Number.POSITIVE_INFINITY) {
  const total = Math.min(n, most);
  return {
    total,
    ...(n > most && { totalIsMinimum: true as const }),
    page,
    limit,
    totalPages: Math.ceil(total / limit),
  };
}
