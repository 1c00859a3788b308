import type { z } from "@hono/zod-openapi";
import { Frozen } from "./frozen.ts";

// snake_case on the wire, camelCase in the program (spec: Wire Format). A schema describes the wire format; its codec renames only the
// keys in the schema. The keys of a map (`z.record`) are data and stay unchanged.

type CamelKey<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<CamelKey<B>>}` : S;

/** The type of a wire value in the program: the keys of the schema in camelCase. */
export type Inside<T> = T extends string | number | boolean | bigint | null | undefined
  ? T
  : T extends Frozen<unknown>
    ? T
    : T extends readonly (infer E)[]
      ? Inside<E>[]
      : T extends object
        ? string extends keyof T
          ? T
          : { [K in keyof T as CamelKey<K & string>]: Inside<T[K]> }
        : T;

type Rename = (value: unknown) => unknown;
type Codec = { toWire: Rename | null; fromWire: Rename | null };
type Def = z.core.$ZodTypeDef & {
  shape?: Record<string, z.ZodType>;
  catchall?: z.ZodType;
  element?: z.ZodType;
  innerType?: z.ZodType;
  in?: z.ZodType;
  out?: z.ZodType;
  options?: z.ZodType[];
  discriminator?: string;
  valueType?: z.ZodType;
};

const camel = (key: string) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** A query that knows a parameter by two spellings (`date_from`, `dateFrom`): where both are sent they must say the same, or one would win unseen. */
export function sayingTheSame<Q extends z.ZodObject>(query: Q): Q {
  const spelled = [...Map.groupBy(Object.keys(query.shape), camel).values()].filter(({ length }) => length > 1);
  if (spelled.length === 0) return query;
  return query.superRefine((given: Record<string, unknown>, check) => {
    for (const names of spelled) {
      const sent = names.filter((name) => given[name] !== undefined);
      if (new Set(sent.map((name) => given[name])).size < 2) continue;
      for (const name of sent) {
        const others = sent.filter((other) => other !== name).join(", ");
        check.addIssue({
          code: "custom",
          path: [name],
          message: `is the same as ${others} and says something else: send one`,
        });
      }
    }
  });
}

const codecs = new WeakMap<z.ZodType, Codec>();
const leaf: Codec = { toWire: null, fromWire: null };

/** What may have other keys than those of the schema is data, and stays as it is. */
const isLoose = ({ catchall }: Def): boolean => catchall !== undefined && catchall._zod.def.type !== "never";

/** Compiles each schema once, on first use. A `null` direction means that there is nothing to rename. */
function codecOf(schema: z.ZodType): Codec {
  let codec = codecs.get(schema);
  if (!codec) {
    codec = compile(schema);
    codecs.set(schema, codec);
  }
  return codec;
}

function compile(schema: z.ZodType): Codec {
  const def = schema._zod.def as Def;
  if (def.type === "object") return isLoose(def) ? leaf : compileObject(def.shape ?? {});
  if (def.type === "array" && def.element) return compileArray(codecOf(def.element));
  if (def.type === "record" && def.valueType) return compileRecord(codecOf(def.valueType));
  if (def.type === "union" && def.options) return compileUnion(def.options);
  if (def.type === "pipe" && def.in && def.out) {
    const out = codecOf(def.out);
    return out.fromWire ? out : codecOf(def.in); // a transform has no shape
  }
  return def.innerType ? nullSafe(codecOf(def.innerType)) : leaf; // optional, nullable, default, readonly ...
}

function compileObject(shape: Record<string, z.ZodType>): Codec {
  const keys = Object.entries(shape).map(([wire, field]) => ({ wire, inside: camel(wire), ...codecOf(field) }));
  return {
    toWire: (value) => {
      if (value instanceof Frozen) return value;
      const source = value as Record<string, unknown>;
      const result: Record<string, unknown> = {};
      for (const key of keys) {
        const field = source[key.inside];
        if (field !== undefined) result[key.wire] = key.toWire ? key.toWire(field) : field;
      }
      return result;
    },
    fromWire: (value) => {
      const source = value as Record<string, unknown>;
      const result: Record<string, unknown> = {};
      for (const key of keys) {
        const field = source[key.wire];
        if (field !== undefined) result[key.inside] = key.fromWire ? key.fromWire(field) : field;
      }
      return result;
    },
  };
}

const compileArray = ({ toWire, fromWire }: Codec): Codec => ({
  toWire: toWire && ((value) => (value instanceof Frozen ? value : (value as unknown[]).map(toWire))),
  fromWire: fromWire && ((value) => (value as unknown[]).map(fromWire)),
});

const compileRecord = ({ toWire, fromWire }: Codec): Codec => {
  const each = (rename: Rename) => (value: unknown) =>
    Object.fromEntries(Object.entries(value as object).map(([key, field]) => [key, rename(field)]));
  return { toWire: toWire && each(toWire), fromWire: fromWire && each(fromWire) };
};

const nullSafe = ({ toWire, fromWire }: Codec): Codec => {
  const skip = (rename: Rename) => (value: unknown) => (value === null || value === undefined ? value : rename(value));
  return { toWire: toWire && skip(toWire), fromWire: fromWire && skip(fromWire) };
};

/** Finds the member of a union by the literal key (`type`, `kind` ...) that all its objects have. */
function compileUnion(options: z.ZodType[]): Codec {
  const objects = options.filter((option) => (option._zod.def as Def).type === "object");
  if (objects.length === 0) return leaf;
  const [first] = objects;
  if (objects.length === 1 && first) {
    const only = codecOf(first);
    const guard = (rename: Rename | null) => (value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value) && rename ? rename(value) : value;
    return { toWire: guard(only.toWire), fromWire: guard(only.fromWire) };
  }
  const shapes = objects.map((option) => (option._zod.def as Def).shape ?? {});
  const tag = Object.keys(shapes[0] ?? {}).find((key) =>
    shapes.every((shape) => shape[key]?._zod.def.type === "literal"),
  );
  if (!tag) return pickByKeys(objects, shapes);
  const byTag = new Map(
    objects.flatMap((option, i) =>
      [...(shapes[i]?.[tag]?._zod.values ?? [])].map((value) => [value, codecOf(option)] as const),
    ),
  );
  const pick = (direction: keyof Codec, key: string) => (value: unknown) => {
    const rename = byTag.get((value as Record<string, z.core.util.Primitive>)[key])?.[direction];
    return rename ? rename(value) : value;
  };
  return { toWire: pick("toWire", camel(tag)), fromWire: pick("fromWire", tag) };
}

/** Without a common literal key: finds the member by a required key that only this member has. */
function pickByKeys(objects: z.ZodType[], shapes: Record<string, z.ZodType>[]): Codec {
  const members = objects.map((option, i) => {
    const others = shapes.filter((_, other) => other !== i);
    const own = Object.entries(shapes[i] ?? {}).find(
      ([key, field]) => !field._zod.optin && others.every((shape) => !Object.hasOwn(shape, key)),
    )?.[0];
    if (own === undefined) throw new Error("A union of objects on the wire needs a key that identifies its members.");
    return { codec: codecOf(option), wire: own, inside: camel(own) };
  });
  const pick = (direction: keyof Codec, name: "wire" | "inside") => (value: unknown) => {
    const rename = members.find((member) => member[name] in (value as object))?.codec[direction];
    return rename ? rename(value) : value;
  };
  return { toWire: pick("toWire", "inside"), fromWire: pick("fromWire", "wire") };
}

/** Converts a program value to the wire format. Drops keys that are not in the schema, so no internal column can leak. */
export const toWire = <S extends z.ZodType>(schema: S, value: Inside<z.input<S>>): z.input<S> => {
  const { toWire: rename } = codecOf(schema);
  return (rename ? rename(value) : value) as z.input<S>; // safe: the codec was derived from this schema
};

/** Converts a parsed wire value to the program's format. */
export const fromWire = <S extends z.ZodType>(schema: S, value: z.output<S>): Inside<z.output<S>> => {
  const { fromWire: rename } = codecOf(schema);
  return (rename ? rename(value) : value) as Inside<z.output<S>>; // safe: the codec was derived from this schema
};

/** A value as the frozen part of an answer. */
export const frozen = <S extends z.ZodType>(schema: S, value: Inside<z.input<S>>): Frozen<z.input<S>> =>
  new Frozen(JSON.stringify(toWire(schema, value)));

/** What a frozen part says. */
export const thawed = <S extends z.ZodType>(schema: S, { text }: Frozen<z.input<S>>): Inside<z.output<S>> =>
  fromWire(schema, JSON.parse(text) as z.output<S>);

/** A schema for what is kept frozen: the same on the wire. */
export const frozenField = <S extends z.ZodType>(schema: S) =>
  schema as unknown as z.ZodType<Frozen<z.input<S>>, Frozen<z.input<S>>>; // safe: only answers carry it, and those are never parsed
