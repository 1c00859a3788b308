// What was filled in stays on the device until it is sent: one record for each link.

const STORE = "forms";

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("forms", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "path" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function run(mode, work) {
  const database = await opened;
  return await new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const keptFor = (path) => run("readonly", (store) => store.get(path));
export const keep = (record) => run("readwrite", (store) => store.put(record));

/** Nothing of it stays on the device. */
export async function forget(path) {
  await run("readwrite", (store) => store.delete(path));
  const kept = await caches.open("forms");
  await kept.delete(path);
}
