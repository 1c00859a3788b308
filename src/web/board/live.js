import { openSocket, openStream } from "./transport.js";

/** The server sends a heartbeat every 15 s, or answers a ping every 20. After this long without any message, the connection is dead, whatever the browser says. */
const SILENCE_MS = 32_000;
/** A connection that is replaced within this time has missed nothing that a reader would notice. */
const GRACE_MS = 3000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps the board live: a new ticket for each connection, resumed after the last received event. It is a WebSocket, or a stream where the one before
 * was dropped before it said anything, and so on in turn. Calls `onStatus` with `state`
 * (`connecting`, `live`, `lost` or `offline`) and `heardAt`, the time of the last message in milliseconds since 1970, or null.
 */
export function keepLive(session, { onMessage, onStatus, onSignedOut, onRefused }) {
  let close = null;
  let isSocket = typeof WebSocket === "function";
  let hasHeard = false;
  let lastSeq = "";
  let heardAt = null;
  let state = "";
  let failures = 0;
  let attempts = 0;
  let retryTimer = 0;
  let silenceTimer = 0;
  let graceTimer = 0;

  function show(next) {
    if (next === state) return;
    state = next;
    onStatus({ state, heardAt });
  }

  async function connect() {
    disconnect();
    const attempt = ++attempts;
    silenceTimer = setTimeout(stalled, SILENCE_MS);
    try {
      const { ticket, socket_url } = await session.request("POST", "/admin/dispatch/stream-ticket");
      if (attempt === attempts) listen(isSocket && socket_url ? openSocket : openStream, ticket);
    } catch (error) {
      if (attempt !== attempts) return;
      if (error.status === 401) onSignedOut();
      else if (error.status === 403) onRefused(error.message);
      else dropped();
    }
  }

  function disconnect() {
    attempts++; // an attempt on its way is void
    close?.();
    close = null;
    clearTimeout(retryTimer);
    clearTimeout(silenceTimer);
  }

  function listen(open, ticket) {
    hasHeard = false;
    // an open connection alone proves nothing: the first message says that the board is up to date, or brings it there
    close = open(ticket, lastSeq, {
      onDropped: dropped,
      onMessage(message) {
        // a pong tells that the line is alive, not that the board is up to date
        if (message.type === "pong") return hasHeard ? heard() : undefined;
        failures = 0;
        hasHeard = true;
        heard();
        if (message.seq) lastSeq = String(message.seq);
        if (message.type !== "heartbeat") onMessage(message);
      },
    });
  }

  function heard() {
    heardAt = Date.now();
    clearTimeout(silenceTimer);
    clearTimeout(graceTimer);
    graceTimer = 0;
    silenceTimer = setTimeout(stalled, SILENCE_MS);
    show("live");
  }

  function lose(next) {
    clearTimeout(graceTimer);
    graceTimer = 0;
    show(next);
  }

  function tryLater() {
    if (close && !hasHeard) isSocket = !isSocket && typeof WebSocket === "function";
    disconnect();
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
    failures++;
    retryTimer = setTimeout(connect, pause * (0.5 + Math.random() / 2));
  }

  /** The server has ended the stream, or the connection is broken. */
  function dropped() {
    graceTimer ||= setTimeout(lose, GRACE_MS, "lost");
    tryLater();
  }

  /** The connection looks open, but nothing comes. */
  function stalled() {
    lose("lost");
    tryLater();
  }

  function wentOffline() {
    lose("offline");
    tryLater(); // some systems are wrong about it
  }

  function startOver() {
    failures = 0;
    void connect();
  }

  /** The timers of a sleeping computer or a hidden page are late. */
  function wokeUp() {
    if (document.visibilityState !== "visible") return;
    if (state === "live" && Date.now() - heardAt > SILENCE_MS) lose("lost");
    if (state !== "live") startOver();
  }

  show("connecting");
  window.addEventListener("online", startOver);
  window.addEventListener("offline", wentOffline);
  document.addEventListener("visibilitychange", wokeUp);
  void connect();
  return {
    stop() {
      disconnect();
      clearTimeout(graceTimer);
      window.removeEventListener("online", startOver);
      window.removeEventListener("offline", wentOffline);
      document.removeEventListener("visibilitychange", wokeUp);
    },
    /** Loads the whole board again. */
    restart() {
      lastSeq = "";
      startOver();
    },
  };
}
