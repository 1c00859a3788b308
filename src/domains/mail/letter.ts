/** Who a mail comes from, as its reader knows him. */
export type Sender = { businessName: string; color: string; logoUrl: string | null };

/** What a mail says, in plain text. How it looks, and that nothing in it is taken for HTML, is up to layout.ts. */
export type Letter = {
  subject: string;
  /** Paragraphs before and after the link or the code. */
  before: readonly string[];
  after: readonly string[];
  link?: { label: string; url: string };
  code?: string;
};

export type Template<Data> = {
  /** Whoever reads it later than this is not helped by it: it is given up. */
  usefulSeconds: number;
  write: (data: Data, sender: Sender) => Letter;
};

export const MINUTE = 60;
export const DAY = 24 * 3600;
