import {
  askedLines,
  type Discount,
  type Line,
  type LineOnWire,
  type Priced,
  priced,
  type TaxOnWire,
} from "#/domains/documents/index.ts";
import { settingOf } from "#/domains/organization/index.ts";
import {
  discountOfOptions,
  estimateEmpty,
  optionalLineUnknown,
  optionIdTaken,
  optionMissing,
  optionsAndLines,
  optionUnknown,
} from "./errors.ts";
import { boughtLines, type Choice, chosenFrom, optionIds } from "./rules.ts";

// What an estimate offers, as it is stored: in wire format, with the tax rates of the moment, so that it is accepted at the prices that were shown.

type PricingLoaded = Parameters<typeof priced>[1];
type TaxRate = PricingLoaded["taxRates"][number];
export type OfferedLine = LineOnWire & { optional?: boolean };
export type TaxLine = TaxOnWire;
type Sums = { subtotal_cents: number; discount_cents: number; tax_cents: number; total_cents: number };

/** Sums and lines are without the optional lines: these are priced as if each were bought alone. */
export type StoredOption = Sums & {
  id: string;
  /** Null where there are no options: the estimate is one offer. */
  name: string | null;
  description: string | null;
  recommended: boolean;
  line_items: OfferedLine[];
  tax_breakdown: TaxLine[];
  asked_discount: Discount;
};
export type Content = {
  currency: string;
  options: StoredOption[];
  /** The rates that its lines name, as they were, and how taxes are rounded. */
  tax_rates: TaxRate[];
  tax_rounding: string;
  /** What was accepted comes to: its lines with their final sums. */
  agreed?: Priced;
};

type AskedLine = Line & { optional?: boolean | undefined };
type AskedOption = Discount & {
  id?: string | undefined;
  name: string;
  description?: string | null | undefined;
  recommended?: boolean | undefined;
  lineItems: readonly AskedLine[];
};
export type AskedContent = Discount & {
  lineItems?: readonly AskedLine[] | undefined;
  options?: readonly AskedOption[] | undefined;
};

/** The id of the one offer of an estimate without options. */
const ONLY = "offer";

/** All lines that a request asks for, for the load of what their prices depend on. */
export const linesAsked = ({ lineItems = [], options = [] }: AskedContent): AskedLine[] => [
  ...lineItems,
  ...options.flatMap((option) => option.lineItems),
];

/** What is stored of what is asked for: one offer, or several of which the customer takes one. */
export function contentFrom(asked: AskedContent, loaded: PricingLoaded): Content {
  const { lineItems, options = [], discountCents, discountBps } = asked;
  if (options.length > 0 && (lineItems?.length ?? 0) > 0) throw optionsAndLines();
  if (options.length > 0 && (discountCents ?? discountBps) !== undefined) throw discountOfOptions();
  const ids = optionIds(options);
  if (!ids) throw optionIdTaken();
  const stored =
    options.length > 0
      ? options.map((option, i) => ({
          ...{ id: ids[i] ?? ONLY, name: option.name, description: option.description ?? null },
          recommended: option.recommended ?? false,
          ...offered(option.lineItems, option, `options.${i}.line_items`, loaded),
        }))
      : [
          {
            ...{ id: ONLY, name: null, description: null, recommended: false },
            ...offered(lineItems ?? [], { discountCents, discountBps }, "line_items", loaded),
          },
        ];
  const named = new Set(stored.flatMap(({ line_items }) => line_items.flatMap(({ tax_rate_ids }) => tax_rate_ids)));
  return {
    currency: settingOf(loaded.organization, "currency"),
    options: stored,
    tax_rates: loaded.taxRates.filter(({ id }) => named.has(id)),
    tax_rounding: settingOf(loaded.organization, "tax_rounding"),
  };
}

/** The lines of an offer and its sums. */
function offered(lines: readonly AskedLine[], asked: Discount, field: string, loaded: PricingLoaded) {
  const { discountCents, discountBps } = asked;
  const discount = { discountCents, discountBps };
  const { lineItems: alone } = priced({ lines, field }, loaded);
  const isOptional = (_: unknown, i: number) => lines[i]?.optional === true;
  const base = alone.filter((_, i) => !isOptional(_, i));
  const { lineItems: inBase, ...sums } = priced({ lines: askedLines(base), discount, field }, loaded);
  const rest = [...inBase];
  return {
    asked_discount: discount,
    line_items: alone.map(
      (line, i): OfferedLine => (isOptional(line, i) ? { ...line, optional: true } : (rest.shift() ?? line)),
    ),
    ...onWire(sums),
    tax_breakdown: sums.taxBreakdown,
  };
}

const onWire = ({ subtotalCents, discountCents, taxCents, totalCents }: Omit<Priced, "lineItems">): Sums => ({
  subtotal_cents: subtotalCents,
  discount_cents: discountCents,
  tax_cents: taxCents,
  total_cents: totalCents,
});

/** The sums of the estimate itself: those of its one offer; of several the sum would mean nothing. */
export function headOf({ options }: Content) {
  const [only, ...others] = options;
  const one = only && others.length === 0 ? only : undefined;
  return {
    subtotalCents: one?.subtotal_cents ?? null,
    discountCents: one?.discount_cents ?? null,
    taxCents: one?.tax_cents ?? null,
    totalCents: one?.total_cents ?? null,
    taxBreakdown: one?.tax_breakdown ?? null,
  };
}

export type Agreed = ReturnType<typeof agreedOn>;

/** What a choice comes to, at the rates of the offer. Refuses a choice that is not offered, naming those that are. */
export function agreedOn(content: Content, choice: Choice) {
  const options = content.options.map((option) => ({
    ...{ id: option.id, option },
    lines: option.line_items.map((line) => ({ isOptional: line.optional === true, line })),
  }));
  const chosen = chosenFrom(options, choice);
  if ("problem" in chosen) {
    if (chosen.problem === "line_unknown") throw optionalLineUnknown(chosen.line, chosen.choices);
    throw chosen.problem === "option_missing" ? optionMissing(chosen.choices) : optionUnknown(chosen.choices);
  }
  const { option, lines } = chosen.option;
  const bought = boughtLines(lines, chosen.optionalLines).map(({ line }) => line);
  const agreed = priced(
    { lines: askedLines(bought), discount: option.asked_discount },
    {
      taxRates: content.tax_rates,
      organization: { settings: { tax_rounding: content.tax_rounding } },
      pricedItems: bought.flatMap(({ item_id: id }) => (id === undefined ? [] : [{ id, taxable: true }])),
    },
  );
  return { option, optionalLines: chosen.optionalLines, agreed };
}

/** Refuses what has nothing to accept. */
export function assertOffers({ options }: Content): void {
  if (options.some(({ line_items }) => line_items.length === 0)) throw estimateEmpty();
}

/** The stored content as it was asked for, to be priced again by the rates of today. */
export const askedOf = ({ options }: Content): AskedContent => {
  const lines = (option: StoredOption): AskedLine[] =>
    askedLines(option.line_items).map((line, i) => ({ ...line, optional: option.line_items[i]?.optional }));
  const [only] = options;
  if (only?.name === null) return { lineItems: lines(only), ...only.asked_discount };
  return {
    options: options.map((option) => ({
      ...{ id: option.id, name: option.name ?? option.id, description: option.description },
      ...{ recommended: option.recommended, lineItems: lines(option), ...option.asked_discount },
    })),
  };
};
