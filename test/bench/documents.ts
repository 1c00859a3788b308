import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { paperOf } from "#/domains/documents/pdf.ts";
import { priced } from "#/domains/documents/pricing.ts";
import { type DocumentView, moneyIn, partyOf, viewLines, viewSums } from "#/domains/documents/view.ts";
import { makePdf, type Report } from "#/integrations/pdf/index.ts";
import { toInstant } from "#/kernel/time.ts";
import { readArguments } from "#/tools/usage.ts";
import { invoiceRequest } from "./invoice-request.ts";
import { median } from "./load.ts";

const USAGE = `npm run bench:documents [-- --rounds 60]

CPU time of totals, of making an invoice, and of the PDF of an invoice, beside the same page by @react-pdf/renderer, in one run. Installs that package in a temporary
folder; run \`npm run build\` first, for the fonts.`;

const { values } = readArguments(USAGE, { options: { rounds: { type: "string", default: "60" } } });
const ROUNDS = Number(values.rounds);
const PEER = ["@react-pdf/renderer@4.9.0", "react@19.3.1"];

const made = toInstant("2026-03-28T00:00:00.000Z");
const county = {
  ...{ tenantId: "", id: 1, name: "Hillsborough County", ratePpm: 75_000, inclusive: false, isDefault: true },
  ...{ archivedAt: null, nameKey: "", createdAt: made, updatedAt: made, version: 1 },
};
const asked = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    description:
      i % 7 === 3 ? `Motor ${i}, capacitor and contactor, with two hours of labour on the roof` : `Filter ${i + 1}`,
    amountCents: 1250 + i * 37,
    quantity: i % 5 === 0 ? 2.25 : 1,
  }));
const price = (n: number) =>
  priced({ lines: asked(n), discount: { discountBps: 500 } }, { taxRates: [county], organization: undefined });

function invoice(n: number): DocumentView {
  const money = moneyIn("USD");
  const sums = price(n);
  const { lineItems, taxBreakdown } = sums;
  return {
    ...{ kind: "Invoice", number: "INV-42", status: { text: "Sent", tone: "plain" }, subject: "AC repair" },
    parties: [partyOf("Bill to", "Jane Doe", { address: "123 Oak St", city: "Tampa", state: "FL", zip: "33601" })],
    facts: [
      ["Date", "March 28, 2026"],
      ["Due", "April 15, 2026"],
    ],
    options: [
      { id: "only", name: null, lines: viewLines(lineItems, money), sums: viewSums(sums, taxBreakdown, money) },
    ],
    payments: [{ label: "Balance due", amount: money(sums.totalCents), isStrong: true }],
    notes: [{ heading: "Notes", text: "Thank you for your business." }],
    footer: "License CAC1817243",
  };
}

const folder = new URL("../../dist/assets/", import.meta.url).pathname;
const assets = { fetch: async (url: string) => new Response(readFileSync(url.replace("https://assets/", folder))) };
const business = { name: "Smith HVAC", color: "#1f6feb" };
const ours = (view: DocumentView) => {
  const report: Report = { ...paperOf(view, made), paper: "LETTER", business };
  return () => makePdf(assets, report);
};

type Element = (type: unknown, props: object | null, ...children: unknown[]) => unknown;
type Peer = Record<"Document" | "Page" | "Text" | "View", unknown> & {
  renderToBuffer: (document: unknown) => Promise<Buffer>;
};

/** The same page by the peer, in its built-in Helvetica: it need not embed a font. */
async function peer() {
  const dir = mkdtempSync(join(tmpdir(), "truckroll-peer-"));
  execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", dir, ...PEER], { stdio: "ignore" });
  const require = createRequire(join(dir, "package.json"));
  const { createElement: el } = require("react") as { createElement: Element };
  const { Document, Page, Text, View, renderToBuffer }: Peer = await import(
    pathToFileURL(require.resolve("@react-pdf/renderer")).href
  );
  const cells = (texts: readonly string[], style: object) =>
    el(
      View,
      { style: { flexDirection: "row", borderBottom: "1 solid #ddd", padding: 3 }, wrap: false },
      ...texts.map((text, i) =>
        el(
          Text,
          { key: i, style: { width: i === 0 ? "55%" : "15%", textAlign: i === 0 ? "left" : "right", ...style } },
          text,
        ),
      ),
    );
  const sums = (all: DocumentView["payments"]) =>
    all.map(({ label, amount, isStrong }) =>
      el(
        View,
        { key: label, style: { flexDirection: "row", marginLeft: "55%", justifyContent: "space-between" } },
        el(Text, { style: { fontSize: isStrong ? 11 : 9 } }, label),
        el(Text, { style: { fontSize: isStrong ? 11 : 9 } }, amount),
      ),
    );
  const page = (view: DocumentView) => {
    const [option] = view.options;
    return el(
      Document,
      null,
      el(
        Page,
        { size: "LETTER", style: { padding: 42, fontSize: 8 } },
        el(
          View,
          { style: { flexDirection: "row", justifyContent: "space-between", borderBottom: "3 solid #1f6feb" } },
          el(Text, { style: { fontSize: 13 } }, business.name),
          el(Text, { style: { fontSize: 15 } }, `${view.kind} ${view.number}`),
        ),
        el(
          View,
          { style: { flexDirection: "row", justifyContent: "space-between", marginVertical: 12 } },
          ...view.parties.map(({ label, name, lines }) =>
            el(
              View,
              { key: label },
              el(Text, null, label),
              el(Text, null, name),
              ...lines.map((one) => el(Text, { key: one }, one)),
            ),
          ),
          el(View, null, ...view.facts.map(([label, value]) => el(Text, { key: label }, `${label}  ${value}`))),
        ),
        cells(["Description", "Quantity", "Price", "Amount"], { fontFamily: "Helvetica-Bold" }),
        ...(option?.lines ?? []).map((one, i) =>
          el(View, { key: i }, cells([one.description, one.quantity, one.price, one.amount], {})),
        ),
        ...sums(option?.sums ?? []),
        ...sums(view.payments),
        ...view.notes.map(({ heading, text }) =>
          el(View, { key: heading }, el(Text, null, heading), el(Text, null, text)),
        ),
        el(Text, null, view.footer),
        el(Text, {
          fixed: true,
          style: { position: "absolute", bottom: 20, left: 42 },
          render: ({ pageNumber, totalPages }: Record<string, number>) => `page ${pageNumber} of ${totalPages}`,
        }),
      ),
    );
  };
  return {
    of: (view: DocumentView) => () => renderToBuffer(page(view)),
    close: () => rmSync(dir, { recursive: true }),
  };
}

/** Milliseconds of CPU for each call, warm. */
async function cpuOf(work: () => unknown, rounds: number): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / rounds;
}

const print = (text: string) => process.stdout.write(`${text}\n`);
const totals = () => price(100);
await cpuOf(totals, 500);
print(`totals of 100 lines: ${(await cpuOf(totals, 2000)).toFixed(3)} ms of CPU`);
const request = invoiceRequest(100);
const { answer, trips } = await request();
await cpuOf(request, 300);
print(
  `POST /admin/invoices with 100 lines: ${(await cpuOf(request, 500)).toFixed(2)} ms of CPU, ${trips} trips, an answer of ${answer.length} bytes`,
);
const theirs = await peer();
try {
  for (const lines of [12, 100]) {
    const view = invoice(lines);
    const [a, b] = [ours(view), theirs.of(view)];
    await cpuOf(a, 20);
    await cpuOf(b, 20);
    const found = { ours: [] as number[], theirs: [] as number[] };
    for (let round = 0; round < 5; round++) {
      found.ours.push(await cpuOf(a, ROUNDS / 5));
      found.theirs.push(await cpuOf(b, ROUNDS / 5));
    }
    const [mine, peers] = [median(found.ours), median(found.theirs)];
    print(
      `PDF of an invoice of ${lines} lines: ${mine.toFixed(1)} ms of CPU, ${PEER[0]} ${peers.toFixed(1)} ms: ${(peers / mine).toFixed(1)} times`,
    );
  }
} finally {
  theirs.close();
}
