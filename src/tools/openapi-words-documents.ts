/** Words of estimates and invoices, of `words` in openapi-words.ts. */
export const documentWords = {
  rate_ppm: "Parts per million: 82500 is 8.25 %.",
  inclusive: "Whether prices contain it.",
  is_default: "Whether it taxes the lines that name no rate.",
  is_archived: "Whether it is no longer in use.",
};
