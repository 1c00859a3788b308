import { endings } from "./board-sinks.ts";
import type { Attachment, Viewers } from "./board-viewers.ts";

/** After hibernation: takes up the viewers of the sockets that are still open, who have seen all up to `cursor`. Answers their tickets. */
export function takeUpSockets(state: DurableObjectState, viewers: Viewers, cursor: number): string[] {
  return state.getWebSockets().flatMap((socket) => {
    const before = socket.deserializeAttachment() as Attachment | null;
    if (!before?.isLive) {
      const [code, reason] = endings.restarted; // it was being brought up to date
      socket.close(code, reason);
      return [];
    }
    const { cursor: seen, sent, isLive, ...admission } = before;
    viewers.openSocket(state, socket, admission, { sent, isLive, cursor: Math.max(seen, cursor) });
    return admission.ticket ?? [];
  });
}
