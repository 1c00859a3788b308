type Answer = {
  id?: number;
  result?: { usedSize?: number; embedderHeapUsedSize?: number; backingStorageSize?: number };
};

/** Asks the runtime's inspector for the bytes in use on a Worker's heap and in its buffers, after a collection of garbage. `url` is the Worker's own. */
export async function heapOf(inspector: URL, worker: string, url: URL): Promise<number> {
  const socket = new WebSocket(new URL(`/core:user:${worker}`, inspector).href);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error(`The inspector does not answer for ${worker}.`)));
  });
  const ask = async (id: number, method: string) => {
    const answered = new Promise<Answer>((resolve) => {
      socket.addEventListener("message", ({ data }) => {
        const answer = JSON.parse(String(data)) as Answer;
        if (answer.id === id) resolve(answer);
      });
    });
    socket.send(JSON.stringify({ id, method }));
    return (await answered).result;
  };
  try {
    for (const id of [1, 2]) {
      const collected = ask(id, "HeapProfiler.collectGarbage");
      await fetch(url, { method: "POST", body: "x" }); // a Worker collects only when it next has something to do
      await collected;
    }
    const used = (await ask(3, "Runtime.getHeapUsage")) ?? {};
    return (used.usedSize ?? Number.NaN) + (used.embedderHeapUsedSize ?? 0) + (used.backingStorageSize ?? 0);
  } finally {
    socket.close();
  }
}
