import type { z } from "zod";
import type { Instant } from "./time.ts";
import { type Inside, toWire } from "./wire.ts";

/** What an action causes. `data` is the full event data in wire format. */
export type DomainEvent = { type: string; data: Record<string, unknown> };

/** A kind of event: call it with a value to get the event. `schema` describes `data` on the wire, `about` says when it happens. */
export type EventDefinition<S extends z.ZodObject = z.ZodObject> = {
  (value: Inside<z.input<S>>): DomainEvent;
  readonly type: string;
  readonly schema: S;
  readonly about: string;
};

/** Defines a kind of event in its domain's `events.ts`. `about` is a sentence of the public catalogue. */
export const defineEvent = <S extends z.ZodObject>(type: string, schema: S, about: string): EventDefinition<S> =>
  Object.assign((value: Inside<z.input<S>>): DomainEvent => ({ type, data: toWire(schema, value) }), {
    type,
    schema,
    about,
  });

/** An event in the log: `data` is the JSON text of its data. */
export type LogEvent = { seq: number; type: string; occurredAt: Instant; data: string };

/** The events of one commit with their numbers, `first` to `last`; of `events` those that the reader wants. */
export type News = { first: number; last: number; events: LogEvent[] };
