/**
 * A postcode in the form in which it is stored and compared: five digits of a US ZIP, whose ZIP+4 is cut off; others in upper case without spaces
 * (K1A 0B1 -> K1A0B1). Digits are never filled up: 2138 is not 02138.
 */
export function postcodeOf(text: string): string {
  const plain = text.normalize("NFKC").toUpperCase().replace(/\s+/g, "");
  return /^(\d{5})-?\d{4}$/.exec(plain)?.[1] ?? plain;
}

/** Whether a text, once in that form, can be a postcode: 3 to 10 letters, digits and hyphens. */
export const isPostcode = (text: string): boolean => /^[A-Z0-9][A-Z0-9-]{1,8}[A-Z0-9]$/.test(postcodeOf(text));

/** The five digits of a US ZIP; undefined for other postcodes. */
export const zipOf = (text: string): string | undefined => {
  const postcode = postcodeOf(text);
  return /^\d{5}$/.test(postcode) ? postcode : undefined;
};

/** A ZIP that a spreadsheet took for a number, so that its leading zeros are gone. */
export const lacksZeros = (text: string): boolean => /^\d{3,4}$/.test(postcodeOf(text));
