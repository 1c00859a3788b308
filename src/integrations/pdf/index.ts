export type { Assets } from "./fonts.ts";
/** A PDF with the name under which it is saved. */
export type PdfFile = { name: string; bytes: Uint8Array<ArrayBuffer> };
export type { Picture } from "./pictures.ts";
export { makePdf, type Report, type Section } from "./report.ts";
