/** What a batch cost, as D1 reports it. */
export type D1Cost = { trips: number; rowsRead: number; rowsWritten: number };
/** What a piece of work cost in D1, shards and control apart; told in Server-Timing. */
export type Cost = { d1: D1Cost; control: { trips: number } };

export const newCost = (): Cost => ({ d1: { trips: 0, rowsRead: 0, rowsWritten: 0 }, control: { trips: 0 } });
