import { LEADING, type Sheet, type Style } from "./sheet.ts";

/** `width` is a share of the table's. */
export type Column = { head: string; width: number; align?: "right" };
export type Row = readonly string[];

type Frame = { x: number; width: number; bottom: number };
type Table = { heading?: string; columns: readonly Column[]; rows: readonly Row[]; total?: Row };

const CELL: Style = { size: 8 };
const HEAD: Style = { size: 8, bold: true };
const HEADING: Style = { size: 10.5, bold: true };
/** Between the text of a cell and its edges. */
const PAD = { x: 4, y: 3 };

/** Draws tables below each other. A table that goes on over a page has its head there again. */
export function tableOn(sheet: Sheet, frame: Frame, nextPage: () => number) {
  return (top: number, { heading, columns, rows, total }: Table): number => {
    const shares = columns.reduce((sum, { width }) => sum + width, 0);
    const widths = columns.map(({ width }) => (width / shares) * frame.width);
    const lefts = widths.map((_, i) => frame.x + widths.slice(0, i).reduce((sum, width) => sum + width, 0));
    const inner = (i: number) => (widths[i] ?? 0) - 2 * PAD.x;

    const cellsOf = (row: Row, style: Style) => {
      const cells = row.map((text, i) => sheet.wrap(text, inner(i), style));
      const lines = Math.max(...cells.map(({ length }) => length));
      return { cells, height: lines * style.size * LEADING + 2 * PAD.y };
    };
    type Cells = ReturnType<typeof cellsOf>;
    const draw = ({ cells, height }: Cells, y: number, style: Style): number => {
      for (const [i, lines] of cells.entries()) {
        const box = { x: (lefts[i] ?? 0) + PAD.x, y: y + PAD.y, width: inner(i), align: columns[i]?.align };
        sheet.lines(lines, box, style);
      }
      return y + height;
    };

    const head = cellsOf(
      columns.map((column) => column.head),
      HEAD,
    );
    const drawHead = (y: number, words: string | undefined): number => {
      const at = words === undefined ? y : y + HEADING.size * LEADING + 4;
      if (words !== undefined) sheet.line(words, { ...frame, y }, HEADING);
      sheet.fill(frame.x, at, frame.width, head.height, "#eceff2");
      return draw(head, at, HEAD);
    };

    const sum = total && cellsOf(total, HEAD);
    const [first, ...others] = rows;
    // a head is never on a page without the first row, nor a sum without the last
    const least =
      HEADING.size * LEADING +
      4 +
      head.height +
      (first ? cellsOf(first, CELL).height : 0) +
      (others.length === 0 ? (sum?.height ?? 0) : 0);
    let y = drawHead(top + least > frame.bottom ? nextPage() : top, heading);
    const place = (cells: Cells, style: Style, below = 0): void => {
      if (y + cells.height + below > frame.bottom) y = drawHead(nextPage(), heading && `${heading}, continued`);
      if (style === HEAD) sheet.rule(frame.x, y, frame.width, "#1c1f24", 0.8);
      y = draw(cells, y, style);
      if (style === CELL) sheet.rule(frame.x, y, frame.width, "#dfe3e7", 0.4);
    };
    for (const [i, row] of rows.entries()) {
      place(cellsOf(row, CELL), CELL, i === rows.length - 1 ? sum?.height : 0);
    }
    if (sum) place(sum, HEAD);
    return y + 16;
  };
}
