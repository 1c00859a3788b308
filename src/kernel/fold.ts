const LETTERS: Record<string, string> = { ł: "l", đ: "d", ð: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", þ: "th", ı: "i" };

/** Text as it is searched: lower case, without accents and apostrophes, letters that Unicode does not take apart spelled out. José -> jose, Łukasz -> lukasz, O'Brien -> obrien. */
export const fold = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{M}|['’]/gu, "")
    .toLowerCase()
    .replace(/[łđðøßæœþı]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/\s+/g, " ")
    .trim();
