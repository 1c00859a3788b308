/** What a batch cost, as D1 reports it. */
export type D1Cost = { trips: number; rowsRead: number; rowsWritten: number };
/** The cost of a request in D1, shards and control apart; sent as Server-Timing. */
export type Cost = { d1: D1Cost; control: { trips: number } };

export const newCost = (): Cost => ({ d1: { trips: 0, rowsRead: 0, rowsWritten: 0 }, control: { trips: 0 } });
