/** Reads once for all who ask within `ms` milliseconds. A read that fails is not shared further. */
export function sharedRead<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let latest: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (latest && Date.now() - latest.at < ms) return latest.answer;
    const mine = { at: Date.now(), answer: read() };
    latest = mine;
    const forget = (): void => {
      if (latest === mine) latest = undefined;
    };
    mine.answer.then(() => setTimeout(forget, ms), forget); // frees the memory
    return mine.answer;
  };
}
