const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps the board's stream open. The browser reconnects while its ticket is valid. After that, this code fetches a new ticket and resumes the
 * stream after the last received event.
 */
export function keepLive(session, { onMessage, onStatus, onSignedOut, onRefused }) {
  let source = null;
  let lastEventId = "";
  let failures = 0;
  let timer = 0;
  let stopped = false;

  async function open() {
    try {
      const { ticket } = await session.request("POST", "/admin/dispatch/stream-ticket");
      if (!stopped) listen(ticket);
    } catch (error) {
      if (error.status === 401) onSignedOut();
      else if (error.status === 403) onRefused(error.message);
      else tryLater();
    }
  }

  function listen(ticket) {
    const query = new URLSearchParams({ ticket, ...(lastEventId && { last_event_id: lastEventId }) });
    source = new EventSource(`/api/v1/admin/dispatch/stream?${query}`);
    source.onopen = () => {
      failures = 0;
      onStatus("live");
    };
    source.onmessage = (event) => {
      lastEventId = event.lastEventId;
      const message = JSON.parse(event.data);
      if (message.type !== "heartbeat") onMessage(message);
    };
    source.onerror = () => {
      onStatus("reconnecting");
      if (source.readyState === EventSource.CLOSED) tryLater(); // the ticket is no longer valid
    };
  }

  function tryLater() {
    source?.close();
    if (stopped) return;
    onStatus(navigator.onLine ? "reconnecting" : "offline");
    const pause = failures === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
    failures++;
    clearTimeout(timer);
    timer = setTimeout(open, pause * (0.75 + Math.random() / 2));
  }

  function startOver() {
    failures = 0;
    tryLater();
  }

  onStatus("connecting");
  window.addEventListener("online", startOver);
  void open();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      source?.close();
      window.removeEventListener("online", startOver);
    },
    /** Loads the whole board again. */
    restart() {
      lastEventId = "";
      startOver();
    },
  };
}
