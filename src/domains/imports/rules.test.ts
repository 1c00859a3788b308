import { describe, expect, it } from "vitest";
import { readFile } from "#/kernel/csv-file.ts";
import { minorUnits } from "#/kernel/currencies.ts";
import { kinds } from "./kinds.ts";
import { fieldsOf, repeated } from "./rules.ts";

const utf8 = new TextEncoder();
const cellsOf = (text: string) => readFile(utf8.encode(text), kinds.items).rows.map(({ cells }) => cells);
const row = (description: string, sku = "A") => ({ name: "Part", sku, list_price: "1.00", description });

describe("a file of rows", () => {
  it.each([",", ";", "\t", "|"])("is delimited by %j, whatever its texts hold", (d) => {
    const others = [",", ";", "\t", "|"].filter((one) => one !== d).join(" ");
    const text = `name${d}sku${d}list_price${d}description\nPart${d}A${d}1.00${d}street${others} city${others} state\n`;
    expect(cellsOf(text)).toEqual([row(`street${others} city${others} state`)]);
  });

  it.each([
    ["a CRLF header with LF rows", "\r\n", "\n"],
    ["a LF header with CRLF rows", "\n", "\r\n"],
    ["an old Mac's", "\r", "\r"],
  ])("may have line ends of two kinds: %s", (_, first, then) => {
    const text = `name,sku,list_price,description${first}Part,A,1.00,00501${then}Part,B,1.00,00502${then}`;
    expect(cellsOf(text)).toEqual([row("00501"), row("00502", "B")]);
  });

  it("may have two columns only, and a byte order mark", () => {
    const { rows } = readFile(utf8.encode("\uFEFFName;Base Pay Cents;pay_type\r\nMike;2500;hourly"), kinds.technicians);
    expect(rows).toEqual([
      { row: 2, cells: { name: "Mike", base_pay_cents: "2500", pay_type: "hourly" }, surplus: false },
    ]);
  });

  it("keeps texts as they are: quotes, line breaks within them, inches, sizes that look like dates", () => {
    const text =
      'name,sku,list_price,description\r\nPart,A,1.00,"a ""b"", c\rnext\r\nlast"\r\nPart,B,1.00,3/4" pipe\r\nPart,C,1.00,12E3\r\n';
    expect(cellsOf(text)).toEqual([row('a "b", c\rnext\nlast'), row('3/4" pipe', "B"), row("12E3", "C")]);
  });

  it("loses the one apostrophe that guards a formula, and no other", () => {
    const guarded = ["'=1+1", "'-20", "'+1 813 555 0142", "'@x", "'＝1", "'tis", "''=1"];
    const text = `name,sku,list_price,description\n${guarded.map((one) => `Part,A,1.00,${one}`).join("\n")}`;
    expect(cellsOf(text).map(({ description }) => description)).toEqual([
      ...["=1+1", "-20", "+1 813 555 0142", "@x", "＝1"],
      ...["'tis", "''=1"],
    ]);
  });

  it("counts rows as a spreadsheet does, and finds those that repeat another", () => {
    const { rows } = readFile(utf8.encode("name,sku,list_price\nA,1,1\n\nB,2,1\nC, 1 ,1\n"), kinds.items);
    expect(rows.map((one) => one.row)).toEqual([2, 4, 5]);
    expect([...repeated(rows, kinds.items)]).toEqual([[5, { column: "sku", first: 2 }]]);
  });
});

describe("an amount", () => {
  it.each([
    ["1500.00", 2, 150_000],
    ["1500", 2, 150_000],
    ["1500.5", 2, 150_050],
    ["$1,500.00", 2, 150_000],
    ["-0.05", 2, -5],
    ["-0", 2, 0],
    ["150", 0, 150],
    ["1234.500", 3, 1_234_500],
  ])("%s with %i decimals is %i", (text, exponent, amount) => {
    expect(minorUnits(text, exponent)).toBe(amount);
  });

  it.each([
    "12.50 CR",
    "1e3",
    "1,50",
    "15,00.00",
    "1.500,00",
    "",
    "$",
    ".5",
    "1.",
    "1.005",
    "٣",
    "0x10",
    "1 500",
    "€5",
  ])("is not %j", (text) => {
    expect(minorUnits(text, 2)).toBeUndefined();
  });
});

describe("the cells of a row", () => {
  it("become the fields of the request, or tell what each should be", () => {
    expect(
      fieldsOf({ name: " A ", list_price: " 1.00 ", cost_cents: "5", taxable: "No", category_id: "7" }, kinds.items, 2),
    ).toEqual({ name: " A ", list_price_cents: 100, cost_cents: 5, taxable: false, category_id: 7 });
    const broken = { list_price: "12E3", cost_cents: "1.5", taxable: "maybe", category_id: "x" };
    expect(() => fieldsOf(broken, kinds.items, 2)).toThrow(
      /list_price: .*cost_cents: .*|category_id: must be an integer; list_price/,
    );
    expect(fieldsOf({ payment_type: "Credit Card", quantity: "2.5" }, kinds.sales, 2)).toEqual({
      payment_type: "credit_card",
      quantity: 2.5,
    });
  });
});
