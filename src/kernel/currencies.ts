// ISO 4217, list one as published on 2026-09-17 by its maintenance agency (six-group.com, "Data Standards"), without funds, metals and codes for
// tests. `Intl` would not do: it knows withdrawn codes too, and gives no decimals to currencies that have two or three (HUF, COP, IQD).

const DECIMALS: Record<number, string> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
  2:
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN " +
    "ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD " +
    "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS " +
    "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
  3: "BHD IQD JOD KWD LYD OMR TND",
};

const exponents = new Map(
  Object.entries(DECIMALS).flatMap(([exponent, codes]) => codes.split(" ").map((code) => [code, Number(exponent)])),
);

/** Whether a code is that of a currency that is in use. */
export const isCurrency = (code: string): boolean => exponents.has(code);

/** Decimals of a currency: 2 for USD, 0 for JPY, 3 for KWD. Those that were withdrawn while a business used them had 2. */
export const exponentOf = (currency: string): number => exponents.get(currency) ?? 2;

/**
 * An amount in the minor unit of its currency, as people read it: 123450 of USD is `$1,234.50`, of JPY `¥123,450`, and 1234500 of KWD is
 * `KWD 1,234.500`. Exact for every integer.
 */
export function amountText(amount: number, currency: string): string {
  const exponent = exponentOf(currency);
  const decimal = decimalText(amount, exponent) as `${number}`; // a format takes text for exactness
  const fraction = { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
  return new Intl.NumberFormat("en-US", { style: "currency", currency, ...fraction }).format(decimal);
}

/** An amount as a plain decimal number: 123450 with two decimals is `1234.50`, -5 is `-0.05`. By its digits, so exact for every integer. */
export function decimalText(amount: number, exponent: number): string {
  const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
  const whole = digits.length - exponent;
  const sign = amount < 0 ? "-" : "";
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`;
}

/** An amount in the minor unit, by its digits: `1500.00`, `1500`, `$1,500.00`, `-0.05`. Undefined for every other text. */
export function minorUnits(text: string, exponent: number): number | undefined {
  const [, sign, whole = "", decimals = ""] =
    /^(-?)\$?(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (sign === undefined || decimals.length > exponent) return undefined;
  const amount = Number(whole.replaceAll(",", "") + decimals.padEnd(exponent, "0"));
  return sign && amount !== 0 ? -amount : amount;
}
