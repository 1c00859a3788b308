/** The number of the last event that a client says it has seen; null when it names none that can be. */
export const lastSeqOf = (lastEventId: string | undefined): number | null =>
  lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
