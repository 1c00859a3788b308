// What we use of the libraries, which bring no types of their own.

declare module "fontkit" {
  export type Font = { hasGlyphForCodePoint(codePoint: number): boolean; layout(text: string): unknown };
  export function create(bytes: Uint8Array): Font;
}

declare module "pdfkit" {
  import type { Font } from "fontkit";

  type Options = {
    size: "LETTER" | "A4";
    font: null;
    autoFirstPage: boolean;
    margin: number;
    lang: string;
    displayTitle: boolean;
    info: Record<"Title" | "Author" | "Creator" | "Producer", string> & { CreationDate: Date };
  };
  export class PDFDocument {
    constructor(options: Options);
    addPage(): this;
    registerFont(name: string, font: Font): this;
    font(name: string, size: number): this;
    fillColor(color: string): this;
    strokeColor(color: string): this;
    lineWidth(width: number): this;
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options: { lineBreak: false; baseline: "alphabetic" }): this;
    rect(x: number, y: number, width: number, height: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    fill(color: string): this;
    stroke(): this;
    image(bytes: Uint8Array, x: number, y: number, options: { fit: [number, number] }): this;
    end(): void;
  }
}

declare module "pdfkit/output" {
  import type { PDFDocument } from "pdfkit";
  export function toBytes(document: PDFDocument): Promise<Uint8Array<ArrayBuffer>>;
}
