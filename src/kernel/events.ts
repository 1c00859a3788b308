import type { z } from "zod";
import { AppError } from "./errors.ts";
import type { Permission } from "./permissions.ts";
import type { Instant } from "./time.ts";
import { type Inside, toWire } from "./wire.ts";

type Data = Record<string, unknown>;
/** What an action causes; only the kinds that `eventsOf` defines make one. `data` is the full event data in wire format, `previous` what of it was otherwise before. */
export type DomainEvent = { kind: EventDefinition; data: Data; previous?: Data | undefined };

/** A kind of event: call it with a value to get the event, and with the value before where there was one. */
export type EventDefinition<S extends z.ZodObject = z.ZodObject> = {
  (value: Inside<z.input<S>>, before?: Partial<Inside<z.input<S>>> | null): DomainEvent;
  readonly type: string;
  /** Describes `data` on the wire. */
  readonly schema: S;
  /** When it happens: a sentence of the public catalogue. */
  readonly about: string;
  /** What it happens to, by the name that the audit log uses too. */
  readonly entity: string;
  /** The id of that, in the data. */
  readonly idIn: (data: Data) => number | string;
  /** Who may read that may read the event. */
  readonly permission: Permission;
  /** In what its example differs from the one of the schema. */
  readonly example: Partial<z.input<S>>;
};

type Area<S extends z.ZodObject> = {
  entity: string;
  permission: Permission;
  idIn: (data: z.input<S>) => number | string;
};

/** Defines the kinds of events whose data is of one schema, in their domain's `events.ts`: answers what makes each of type, sentence and example. */
export const eventsOf =
  <S extends z.ZodObject>(schema: S, { entity, permission, idIn }: Area<S>) =>
  (type: string, about: string, example: Partial<z.input<S>> = {}): EventDefinition<S> => {
    const facts = { type, schema, about, entity, permission, example };
    const make: Make<S> = (value, before) => {
      const data: Data = toWire(schema, value);
      return {
        kind,
        data,
        previous: before ? previousOf(data, toWire(schema, before as Inside<z.input<S>>)) : undefined,
      }; // safe: absent fields stay absent
    };
    const kind: EventDefinition<S> = Object.assign(make, { ...facts, idIn: idIn as EventDefinition["idIn"] }); // safe: `data` is of the schema
    return kind;
  };

type Make<S extends z.ZodObject> = (...given: Parameters<EventDefinition<S>>) => DomainEvent;

/** Every change moves these, so they tell nothing. */
const STAMPS = ["updated_at", "version"];

/** The fields of `before` that `data` has otherwise; undefined when none is. */
function previousOf(data: Data, before: Data): Data | undefined {
  const differing = Object.entries(before).filter(
    ([name, value]) => !STAMPS.includes(name) && JSON.stringify(value) !== JSON.stringify(data[name]),
  );
  return differing.length > 0 ? Object.fromEntries(differing) : undefined;
}

/** Refuses an event whose data is other than the catalogue says. For development and tests: it parses all of it. */
export function assertFits({ kind }: DomainEvent, text: string): void {
  const issues = kind.schema.safeParse(JSON.parse(text)).error?.issues;
  if (issues) throw new AppError("internal", "event.misfit", `${kind.type} has other data: ${JSON.stringify(issues)}`);
}

/** An event in the log: `data` is the JSON text of its data. */
export type LogEvent = { seq: number; type: string; occurredAt: Instant; data: string };

/** The events of one commit with their numbers, `first` to `last`; of `events` those that the reader wants. */
export type News = { first: number; last: number; events: LogEvent[] };
