import { PDFDocument } from "pdfkit";
import { toBytes } from "pdfkit/output";
import { addressed, type Frame, facts, type Note, notesOf, type Party, type Sum, sumsOf } from "./blocks.ts";
import { type Assets, facesFor, forgetGlyphs } from "./fonts.ts";
import { embeddable } from "./logo.ts";
import { BROKEN, type Draw, type Picture, picturesOn } from "./pictures.ts";
import { GREY, LEADING, type Sheet, sheetOf } from "./sheet.ts";
import { type Column, type Row, tableOn } from "./table.ts";
import { cleanText } from "./words.ts";

export type Section = {
  heading?: string;
  columns: readonly Column[];
  rows: readonly Row[];
  total?: Row;
  /** Labels with their amounts below the table, at the right; the strong ones are what people look for. */
  sums?: readonly Sum[];
};
/** A document of tables under the letterhead of a business. */
export type Report = {
  paper: "LETTER" | "A4";
  title: string;
  /** What it is about, beside the page numbers too. */
  subtitle: string;
  business: { name: string; color: string; logo?: Uint8Array<ArrayBuffer> | undefined };
  /** The date of the document: two of the same content and date are the same to the byte. */
  madeAt: Date;
  facts: readonly (readonly [label: string, value: string])[];
  /** Beside the facts. */
  parties?: readonly Party[];
  /** Tables, and texts between them. */
  sections: readonly (Section | Note)[];
  /** Behind all sections. */
  notes?: readonly Note[];
  /** Behind all else: PNG and JPEG; of others a line says that they cannot be shown. */
  pictures?: readonly Picture[];
};

const MARGIN = 42;
const FOOT = 30;
const LOGO = { width: 150, height: 44 };

/** Points of a page. */
const PAPER = { LETTER: { width: 612, height: 792 }, A4: { width: 595.28, height: 841.89 } };

/** Makes a PDF. Loads its fonts from the assets when it first needs them. */
export async function makePdf(assets: Assets, report: Report): Promise<Uint8Array<ArrayBuffer>> {
  const [faces, logo] = await Promise.all([facesFor(assets, textOf(report)), embeddable(report.business.logo)]);
  const pictures: (Uint8Array | undefined)[] = [];
  for (const { bytes } of report.pictures ?? []) pictures.push(await embeddable(bytes)); // one by one: unpacked, they take much
  forgetGlyphs(faces);
  const { title, business, madeAt, paper: size } = report;
  const doc = new PDFDocument({
    size,
    font: null, // a default font would be opened again at each line
    autoFirstPage: false,
    margin: 0,
    lang: "en-US",
    displayTitle: true,
    info: {
      Title: cleanText(`${title}, ${report.subtitle}`),
      Author: cleanText(business.name),
      Creator: "Truckroll",
      Producer: "Truckroll",
      CreationDate: madeAt,
    },
  });
  const bytes = toBytes(doc);
  const sheet = sheetOf(doc, faces);
  // first only to count the pages: one that is complete leaves memory, so each must know the number of all from the start
  const count = compose(
    sheet.silent,
    report,
    () => false,
    () => undefined,
    () => true,
  );
  compose(
    sheet,
    report,
    (x) => drawImage(doc, logo, x, MARGIN, [LOGO.width, LOGO.height]),
    (page) => {
      doc.addPage();
      foot(sheet, report, `page ${page} of ${count}`);
    },
    (picture, { x, y, width, height }) => drawImage(doc, pictures[picture], x, y, [width, height]),
  );
  doc.end();
  return await bytes;
}

const frameOf = ({ paper }: Report) => ({
  x: MARGIN,
  width: PAPER[paper].width - 2 * MARGIN,
  bottom: PAPER[paper].height - MARGIN - FOOT,
});

const isNote = (section: Section | Note): section is Note => "text" in section;

/** Writes a report page after page; answers how many they are. */
function compose(
  sheet: Sheet,
  report: Report,
  logo: (x: number) => boolean,
  begin: (page: number) => void,
  draw: Draw,
): number {
  const frame = frameOf(report);
  let page = 1;
  begin(page);
  const top = letterhead(sheet, report, frame, logo);
  const y = report.parties
    ? addressed(sheet, top, report.parties, report.facts, frame)
    : facts(sheet, top, report.facts, frame);
  const nextPage = (): number => {
    begin(++page);
    const name = `${report.business.name} · ${report.title}`;
    sheet.line(name, { ...frame, y: MARGIN - 12 }, { size: 8, color: GREY });
    return MARGIN + 4;
  };
  const table = tableOn(sheet, frame, nextPage);
  const end = report.sections.reduce((at, section) => {
    if (isNote(section)) return notesOf(sheet, at, [section], frame, nextPage);
    const below = table(at, section);
    return section.sums ? sumsOf(sheet, below - 6, section.sums, frame, nextPage) : below;
  }, y);
  const below = notesOf(sheet, end, report.notes ?? [], frame, nextPage);
  picturesOn(sheet, below, report.pictures ?? [], draw, frame, nextPage);
  return page;
}

function letterhead(
  sheet: Sheet,
  { business, title, subtitle }: Report,
  frame: Frame,
  drawsLogo: (x: number) => boolean,
): number {
  const x = drawsLogo(frame.x) ? frame.x + LOGO.width + 12 : frame.x;
  const titleWidth = Math.max(sheet.width(title, { size: 15, bold: true }), sheet.width(subtitle, { size: 9 }));
  const width = frame.x + frame.width - x - titleWidth - 16;
  const name = sheet.wrap(business.name, width, { size: 13, bold: true });
  sheet.lines(name, { x, y: MARGIN + 2, width }, { size: 13, bold: true });
  const right = { ...frame, align: "right" } as const;
  sheet.line(title, { ...right, y: MARGIN }, { size: 15, bold: true });
  sheet.line(subtitle, { ...right, y: MARGIN + 21 }, { size: 9, color: GREY });
  const y = MARGIN + Math.max(LOGO.height, name.length * 13 * LEADING) + 8;
  sheet.fill(frame.x, y, frame.width, 3, business.color);
  return y + 15;
}

/** False where the image cannot be drawn. */
function drawImage(
  doc: PDFDocument,
  image: Uint8Array | undefined,
  x: number,
  y: number,
  fit: [number, number],
): boolean {
  if (!image) return false;
  try {
    doc.image(image, x, y, { fit });
    return true;
  } catch {
    return false; // a broken image
  }
}

function foot(sheet: Sheet, report: Report, page: string): void {
  const frame = frameOf(report);
  const style = { size: 8, color: GREY };
  const y = frame.bottom + FOOT - 10;
  sheet.rule(frame.x, y - 5, frame.width, "#d5d9de");
  const [first = ""] = sheet.wrap(`${report.business.name} · ${report.subtitle}`, frame.width - 90, style);
  sheet.line(first, { ...frame, y }, style);
  sheet.line(page, { ...frame, y, align: "right" }, style);
}

/** All texts of a report, to find the fonts that it needs. */
function textOf(report: Report): string {
  const { title, subtitle, business, facts: all, sections, parties = [], notes = [], pictures = [] } = report;
  const texts = [...sections.filter(isNote), ...notes];
  const tables = sections
    .flatMap((section) => (isNote(section) ? [] : section))
    .flatMap(({ heading = "", columns, rows, total = [], sums = [] }) => [
      heading,
      ...sums.flatMap(({ label, amount }) => [label, amount]),
      ...columns.map(({ head }) => head),
      ...rows.flat(),
      ...total,
    ]);
  const others = [
    ...parties.flatMap(({ label, name, lines }) => [label, name, ...lines]),
    ...texts.flatMap(({ title = "", heading = "", text }) => [title, heading, text]),
    ...pictures.map(({ caption }) => `${caption} ${BROKEN}`),
  ];
  return cleanText(
    [title, subtitle, business.name, ...all.flat(), ...tables, ...others, "0123456789 of page…·"].join(" "),
  );
}
