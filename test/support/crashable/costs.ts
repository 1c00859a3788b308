// What an answer has cost, by the log: a stranger is not told. The lines that say that all is well go no further.

/** D1 trips and rows of the shard, and trips to the directory. */
export type Cost = { trips: number; read: number; written: number; control: number };

const MOST = 5000;
const costs = new Map<string, Cost>();

type Line = Record<"message" | "request_id", string> &
  Record<"d1_trips" | "rows_read" | "rows_written" | "control_trips", number>;

/** From here on the cost of each request is noted. */
export function noteCosts(): void {
  console.info = (text: string) => {
    const line = JSON.parse(text) as Line;
    if (line.message !== "request") return;
    const [oldest] = costs.size < MOST ? [] : costs.keys();
    if (oldest) costs.delete(oldest);
    costs.set(line.request_id, {
      trips: line.d1_trips,
      read: line.rows_read,
      written: line.rows_written,
      control: line.control_trips,
    });
  };
}

/** The cost of a request when it was answered; what went on behind the answer is not in it. */
export const costOfRequest = (requestId: string): Cost | undefined => costs.get(requestId);
