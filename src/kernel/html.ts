// HTML that a server makes. What goes into it is escaped, unless it is HTML already.

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** A text as HTML shows it, also within quotes. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** A piece of HTML. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
/** Absent pieces are left out, lists are joined. */
type Piece = string | number | Html | false | null | undefined | readonly Piece[];

/** html`<p>${text}</p>`: texts are escaped. */
export const html = (strings: readonly string[], ...pieces: Piece[]): Html =>
  new Html(strings.map((string, i) => (i === 0 ? "" : shown(pieces[i - 1])) + string).join(""));

function shown(piece: Piece): string {
  if (piece === undefined || piece === null || piece === false) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "string" || typeof piece === "number") return escaped(`${piece}`);
  return piece.map(shown).join("");
}
