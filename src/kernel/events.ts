import type { z } from "zod";
import { AppError } from "./errors.ts";
import type { Permission } from "./permissions.ts";
import { type Inside, toWire } from "./wire.ts";

/** What an action causes; only the kinds that `eventsOf` defines make one. `data` is the full event data in wire format. */
export type DomainEvent = { kind: EventDefinition; data: Record<string, unknown> };

/** A kind of event: call it with a value to get the event. */
export type EventDefinition<S extends z.ZodObject = z.ZodObject> = {
  (value: Inside<z.input<S>>): DomainEvent;
  readonly type: string;
  /** Describes `data` on the wire. */
  readonly schema: S;
  /** When it happens: a sentence of the public catalogue. */
  readonly about: string;
  /** What it happens to, by the name that the audit log uses too. */
  readonly entity: string;
  /** The id of that, in the data. */
  readonly idIn: (data: Record<string, unknown>) => number;
  /** Who may read that may read the event. */
  readonly permission: Permission;
  /** In what its example differs from the one of the schema. */
  readonly example: Partial<z.input<S>>;
};

type Area<S extends z.ZodObject> = {
  entity: string;
  permission: Permission;
  idIn: (data: z.input<S>) => number;
};

/** Defines the kinds of events whose data is of one schema, in their domain's `events.ts`: answers what makes each of type, sentence and example. */
export const eventsOf =
  <S extends z.ZodObject>(schema: S, { entity, permission, idIn }: Area<S>) =>
  (type: string, about: string, example: Partial<z.input<S>> = {}): EventDefinition<S> => {
    const facts = { type, schema, about, entity, permission, example };
    const make = (value: Inside<z.input<S>>): DomainEvent => ({ kind, data: toWire(schema, value) });
    const kind: EventDefinition<S> = Object.assign(make, { ...facts, idIn: idIn as EventDefinition["idIn"] }); // safe: `data` is of the schema
    return kind;
  };

/** Refuses an event whose data is other than the catalogue says. For development and tests: it parses all of it. */
export function assertFits({ kind }: DomainEvent, text: string): void {
  const issues = kind.schema.safeParse(JSON.parse(text)).error?.issues;
  if (issues) throw new AppError("internal", "event.misfit", `${kind.type} has other data: ${JSON.stringify(issues)}`);
}
