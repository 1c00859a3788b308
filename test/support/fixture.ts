import type { Business } from "./client.ts";
import type { CustomerOf } from "./customers.ts";
import { sourceFiles } from "./source-tree.ts";

/** A business with one of each thing that a test needs; `mark` is in everything that is made there, so that it can be recognised. */
export type Making = {
  business: Business;
  mark: string;
  /** The id of the business' one technician, item ..., which is made when it is first asked for. */
  id: (kind: string) => Promise<string | number>;
};
type Body = Record<string, unknown>;

export type Thing = {
  /** Path segments in front of an `{id}` of it. */
  segments?: readonly string[];
} & (
  | {
      /** Where one is posted, and what it looks like. */
      path: string;
      body: (making: Making) => Body | Promise<Body>;
    }
  /** For what is made otherwise. Answers its id. */
  | { make: (making: Making) => Promise<string | number> }
);

export type List = {
  /** The table behind it. */
  table: string;
  /** Its counter; null: a log has none. */
  entity: string | null | ((making: Making) => Promise<string>);
  /** SQL for the columns that must differ from row to row; `n` counts the rows. */
  vary?: Record<string, string>;
  /** Of a list whose total nobody keeps: rows read for each row that is counted, up to 1,000 behind the page. */
  perCounted?: number;
  /** Rows that a business has at most, or has from the start. */
  most?: number;
  /** How many tables a page is put together from: at the end of each, one row of the next business in the index may be looked at. */
  tables?: number;
  /** Rows that each item reads, where a page puts items together from many tables. */
  perItem?: number;
  /** The column of the day that `date_from` and `date_to` are about; it is counted by month and day. */
  day?: string;
};

/** What the generated tests must be told of a domain: what one of each of its things looks like, and where its endpoints are not like others. */
export type Fixture = {
  /** By what their ids are called: a field or parameter `x_id`, or a parameter `x`, is the id of an `x`. */
  things?: Record<string, Thing>;
  /** Endpoints that strangers may call, and why. */
  open?: Record<string, string>;
  /** The tables behind the lists. */
  lists?: Record<string, List>;
  /** Bodies that change something, where the example would not. */
  bodies?: Record<string, (making: Making) => unknown>;
  /** Other than one trip for a read and two for a write, and than the rows that a request usually reads. */
  trips?: Record<string, { trips: number; control?: number; read?: number; written?: number; why: string }>;
  /** Endpoints that no example makes succeed, and why; the client of every test holds these to their trips. */
  unmeasured?: Record<string, string>;
  /** How a customer gets one of what their portal opens by its id, by the path segment in front of it. Answers the id. */
  ofCustomers?: Record<string, (customer: CustomerOf) => Promise<number>>;
  /** The technician who calls its endpoints, at this moment. */
  technician?: (making: Making) => Promise<number>;
};

/** Domain -> its fixture. */
export const fixtures: Record<string, Fixture> = Object.fromEntries(
  await Promise.all(
    sourceFiles("test/fixtures/*.ts").map(async (path) => {
      const name = path.replace(/^.*\/|\.ts$/g, "");
      const module = (await import(/* @vite-ignore */ new URL(`../../${path}`, import.meta.url).href)) as {
        fixture: Fixture;
      };
      return [name, module.fixture] as const;
    }),
  ),
);

/** Kind -> the thing and its domain. */
export const things = new Map(
  Object.entries(fixtures).flatMap(([domain, fixture]) =>
    Object.entries(fixture.things ?? {}).map(([kind, thing]) => [kind, { ...thing, domain }] as const),
  ),
);
