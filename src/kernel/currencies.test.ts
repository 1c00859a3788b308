import { describe, expect, it } from "vitest";
import { amountText, decimalText, exponentOf, isCurrency } from "./currencies.ts";

describe("currencies", () => {
  it("are those in use, with the decimals of the standard", () => {
    expect(["USD", "EUR", "JPY", "KWD", "XCG", "ZWG", "SLE", "VED"].filter((code) => !isCurrency(code))).toEqual([]);
    const withdrawn = ["BGN", "HRK", "ANG", "CUC", "SLL", "ZWL", "DEM"];
    const notMoney = ["XAU", "XDR", "XTS", "XXX", "CLF", "USN", "usd", "US", "", "constructor"];
    expect([...withdrawn, ...notMoney].filter(isCurrency)).toEqual([]);
    const exponents = { USD: 2, HUF: 2, COP: 2, IDR: 2, IQD: 3, TND: 3, CLP: 0, UGX: 0, XPF: 0, HRK: 2 };
    expect(Object.fromEntries(Object.keys(exponents).map((code) => [code, exponentOf(code)]))).toEqual(exponents);
  });

  it.each([
    [123_450, "USD", "$1,234.50"],
    [123_450, "COP", "COP 1,234.50"],
    [1_234_500, "KWD", "KWD 1,234.500"],
    [123_450, "JPY", "¥123,450"],
    [5, "EUR", "€0.05"],
    [7, "TND", "TND 0.007"],
    [0, "USD", "$0.00"],
    [-123_450, "USD", "-$1,234.50"],
    [999_999_999_999, "USD", "$9,999,999,999.99"],
    [Number.MAX_SAFE_INTEGER, "KWD", "KWD 9,007,199,254,740.991"],
    [11_250, "HRK", "HRK 112.50"],
  ])("%i of %s is %s", (amount, currency, text) => {
    expect(amountText(amount, currency).replace("\u00a0", " ")).toBe(text);
  });

  it.each([
    [150000, 2, "1500.00"],
    [-5, 2, "-0.05"],
    [0, 2, "0.00"],
    [7, 0, "7"],
    [-12345, 3, "-12.345"],
    [9007199254740991, 2, "90071992547409.91"],
  ])("%d with %d decimals is the number %s", (amount, exponent, text) => {
    expect(decimalText(amount, exponent)).toBe(text);
  });
});
