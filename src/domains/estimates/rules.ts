import type { Instant, LocalDate } from "#/kernel/time.ts";

export const estimateStatuses = ["draft", "sent", "viewed", "accepted", "declined", "expired", "converted"] as const;
export type EstimateStatus = (typeof estimateStatuses)[number];

/** The customer has it and may answer. */
export const waitingStatuses = ["sent", "viewed"] as const satisfies readonly EstimateStatus[];
export const isWaiting = (status: EstimateStatus): boolean => (waitingStatuses as readonly string[]).includes(status);
/** The customer has said yes. */
export const isAgreed = (status: EstimateStatus): boolean => status === "accepted" || status === "converted";

export const conversions = ["job", "sale", "invoice"] as const;
export type Conversion = (typeof conversions)[number];

type Standing = { status: EstimateStatus; validUntil: LocalDate | null };

/** Whether its last day is over on the business' calendar. It can be accepted until that day ends, whenever the daily job runs. */
export const isOver = ({ validUntil }: Pick<Standing, "validUntil">, today: LocalDate): boolean =>
  validUntil !== null && validUntil < today;

/** Where it stands today: what waits and is over has expired, even before the daily job has said so. */
export const standingOf = ({ status, validUntil }: Standing, today: LocalDate): EstimateStatus =>
  isWaiting(status) && isOver({ validUntil }, today) ? "expired" : status;

/** Versions that are closed can be followed by another; a draft is changed, and what was accepted is an agreement. */
export const isRevisable = (status: EstimateStatus): boolean =>
  isWaiting(status) || status === "declined" || status === "expired";

type Line = { isOptional: boolean };
type Option<L extends Line> = { id: string; lines: readonly L[] };

/** What the customer chooses: one of the options, where there are several, and the optional lines that they want. */
export type Choice = { option?: string | null | undefined; optionalLines?: readonly number[] | undefined };
export type Chosen<O> = { option: O; optionalLines: number[] };
export type ChoiceProblem =
  | { problem: "option_missing"; choices: string[] }
  | { problem: "option_unknown"; choices: string[] }
  | { problem: "line_unknown"; line: number; choices: number[] };

/** Lines count from 1, as people read them. */
export const optionalLinesOf = (lines: readonly Line[]): number[] =>
  lines.flatMap((line, i) => (line.isOptional ? [i + 1] : []));

/** The option that a choice means, or what is wrong with it. Where there is only one, nobody needs to name it. */
export function chosenFrom<O extends Option<Line>>(options: readonly O[], choice: Choice): Chosen<O> | ChoiceProblem {
  const choices = options.map(({ id }) => id);
  const [only] = options;
  const option = choice.option
    ? options.find(({ id }) => id === choice.option)
    : options.length === 1
      ? only
      : undefined;
  if (!option) return { problem: choice.option ? "option_unknown" : "option_missing", choices };
  const optional = optionalLinesOf(option.lines);
  const wanted = [...new Set(choice.optionalLines)].toSorted((a, b) => a - b);
  const unknown = wanted.find((line) => !optional.includes(line));
  if (unknown !== undefined) return { problem: "line_unknown", line: unknown, choices: optional };
  return { option, optionalLines: wanted };
}

/** The lines that are bought: all but the optional ones that nobody wants. */
export const boughtLines = <L extends Line>(lines: readonly L[], optionalLines: readonly number[]): L[] =>
  lines.filter((line, i) => !line.isOptional || optionalLines.includes(i + 1));

/** A name as an id: `Better (16 SEER)` -> `better-16-seer`. */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");

/** Options by their ids: those that were given, else made of the names, else `option-2`. Undefined where two have one. */
export function optionIds(options: readonly { id?: string | undefined; name: string }[]): string[] | undefined {
  const ids = options.map(({ id, name }, i) => id ?? (slugOf(name) || `option-${i + 1}`));
  return new Set(ids).size === ids.length ? ids : undefined;
}

/** Days before the last day on which the customer is reminded. */
export const isReminderDue = (
  { status, validUntil, remindedFor }: Standing & { remindedFor: LocalDate | null },
  until: LocalDate,
  today: LocalDate,
): boolean =>
  isWaiting(status) && validUntil !== null && validUntil >= today && validUntil <= until && remindedFor !== validUntil;

/** Seconds from sending to acceptance, and shares in basis points; null where nothing was counted. */
export const rateBps = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part * 10_000) / whole);
export const secondsBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
