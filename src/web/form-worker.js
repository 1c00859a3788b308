// Lets the page of a form open without a network, once it was opened with one: what the network says counts, what was kept helps out.

const KEPT = "forms";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && new URL(url).origin === self.location.origin) event.respondWith(answer(event.request));
});

async function answer(request) {
  const kept = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    if (response.ok) await kept.put(request, response.clone());
    // a service that is down helps no more than a network that is
    return response.status >= 500 ? ((await kept.match(request, { ignoreVary: true })) ?? response) : response;
  } catch (error) {
    const known = await kept.match(request, { ignoreVary: true });
    if (known) return known;
    throw error;
  }
}
