// A part of an answer that never changes is kept as the JSON text that goes to the wire. A page of 50 sales would else parse, rename and write
// 50 commissions that nobody looks at: a quarter of its CPU time (`npm run bench`).

/** JSON in wire format that goes into answers as it is. */
export class Frozen<T> {
  readonly text: string;
  /** Only a type: what the text says. */
  readonly says?: T;

  constructor(text: string) {
    this.text = text;
  }

  /** In `stringify` a mark that its text replaces; elsewhere what the text says. */
  toJSON(): unknown {
    return texts ? `${mark}${texts.push(this.text) - 1}` : JSON.parse(this.text);
  }
}

let texts: string[] | undefined;
let mark = "";
let marks = /^$/;

/** `JSON.stringify`, with the texts of what is frozen in their places. */
export function stringify(value: unknown): string {
  // made by the first request, since an isolate has no randomness at its start; random, so that no text of a client is taken for a mark
  if (!mark) {
    mark = `frozen ${crypto.randomUUID()} `;
    marks = new RegExp(`"${mark}(\\d+)"`, "g");
  }
  const found: string[] = [];
  texts = found;
  try {
    const text = JSON.stringify(value);
    return found.length === 0 ? text : text.replace(marks, (_, i: string) => found[Number(i)] ?? "null");
  } finally {
    texts = undefined;
  }
}
