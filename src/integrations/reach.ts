// Why a request found nobody. The runtime tells the Worker only that it failed, and not always the same way.

const PATIENCE_MS = 3000;

/** Whether a connection to the host and port of a URL opens; undefined where that cannot be told. */
export async function opens(url: string): Promise<boolean | undefined> {
  const { hostname, port, protocol } = new URL(url);
  const where = {
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || (protocol === "https:" ? 443 : 80)),
  };
  let timer: unknown;
  try {
    const { connect } = await import("cloudflare:sockets");
    const socket = connect(where);
    socket.closed.catch(() => undefined);
    const tooLong = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    const isOpen = await Promise.race([socket.opened.then(() => true), tooLong]).catch(() => false);
    await socket.close().catch(() => undefined);
    return isOpen;
  } catch {
    return undefined; // no sockets here
  } finally {
    clearTimeout(timer as number);
  }
}
