import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Twilio's API as it is published, as far as sending texts needs it. A text that says `twilio:21610` is refused with that code. */
export async function openTwilio(): Promise<{ url: string; close: () => void }> {
  let made = 0;
  const http = createServer((req, res) => {
    void text(req).then((body) => {
      const code = Number(/twilio:(\d+)/.exec(new URLSearchParams(body).get("Body") ?? "")?.[1] ?? 0);
      const sid = `SM${(++made).toString(16).padStart(8, "0")}${crypto.randomUUID().replaceAll("-", "").slice(8)}`;
      const [status, answer] =
        code === 0 ? [201, { sid, status: "queued", error_code: null }] : [400, { code, status: 400, message: "" }];
      res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () => {
      http.close();
      http.closeAllConnections();
    },
  };
}
