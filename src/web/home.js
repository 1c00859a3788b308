// The example shows the address of this page, so it can be pasted as it is.
for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;
