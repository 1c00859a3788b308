// The two ways on which the board hears the server. Each calls `onMessage(message)` for what it hears, `onDropped()` when it ends, and returns
// what closes it. Messages without a number of their own have `seq` null or absent.

const PING_MS = 20_000;

/** The messages of a frame, one a line: the server sends together what comes together. */
export const messagesIn = (frame) =>
  frame === "pong"
    ? [{ type: "pong" }]
    : frame
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));

/** A WebSocket: costs the server nothing while nothing happens. */
export function openSocket(ticket, lastSeq, { onMessage, onDropped }) {
  const url = new URL(`/api/v1/admin/dispatch/socket?${queryOf(ticket, lastSeq)}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  let isAnswered = true;
  const ping = () => {
    if (!isAnswered || socket.readyState !== WebSocket.OPEN) return;
    isAnswered = false;
    socket.send("ping");
  };
  const pinging = setInterval(ping, PING_MS);
  socket.onopen = ping;
  socket.onmessage = ({ data }) => {
    if (data === "pong") isAnswered = true;
    for (const message of messagesIn(data)) onMessage(message);
  };
  socket.onclose = () => {
    clearInterval(pinging);
    onDropped();
  };
  return () => {
    clearInterval(pinging);
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
  };
}

/** Server-Sent Events: pass where a proxy lets no WebSocket through. */
export function openStream(ticket, lastSeq, { onMessage, onDropped }) {
  const source = new EventSource(`/api/v1/admin/dispatch/stream?${queryOf(ticket, lastSeq)}`);
  source.onerror = onDropped;
  source.onmessage = ({ data, lastEventId }) => onMessage({ ...JSON.parse(data), seq: lastEventId || null });
  return () => source.close();
}

const queryOf = (ticket, lastSeq) => new URLSearchParams({ ticket, ...(lastSeq && { last_event_id: lastSeq }) });
