// Words are folded (kernel/fold.ts): lower case, without accents and apostrophes. `stem*` stands for all words that begin so. The longest
// term at a place counts, so "water heater" is not a heater. A number says how much a term speaks for its trade: 8 nearly alone decides, 1 hints.

/** Terms by how much they speak for their trade. */
export type Words = Partial<Record<1 | 2 | 3 | 4 | 5 | 6 | 8, string>>;

/** Places and things beside the matter: they speak for no trade. */
export const neutral = `in the garage, over the garage, garage floor, above the garage, from the garage, garage conversion,
  en la cochera, en el garaje, red light*, green light*, warning light*, light is on, error code*, new batter*,
  paint is, peeling paint, bubbling paint, in the house, out of the house, the house is, coming out, come out, call center, open house, are you open, house number, power button, power of attorney, car wash`;
