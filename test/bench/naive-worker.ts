/** What a consumer without a plan does: takes one delivery after the other, sends it, waits for the answer, notes the outcome. */
type Due = { id: string; event_id: string; body: string; url: string };

export default {
  async fetch(request, env) {
    const { tenantId, shard, limit } = (await request.json()) as { tenantId: string; shard: string; limit: number };
    const database = env[shard as "SHARD_00"];
    const key = await crypto.subtle.importKey(
      "raw",
      crypto.getRandomValues(new Uint8Array(32)),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const next = database.prepare(
      `select d.id, d.event_id, d.body, t.url from webhook_deliveries d join webhook_endpoints t on t.tenant_id = d.tenant_id and t.id = d.endpoint_id
       where d.tenant_id = ? and d.status = 'pending' order by d.sequence limit 1`,
    );
    const settle = database.prepare("update webhook_deliveries set status = ? where tenant_id = ? and id = ?");
    let sent = 0;
    for (; sent < limit; sent++) {
      const due = await next.bind(tenantId).first<Due>();
      if (!due) break;
      const at = String(Math.floor(Date.now() / 1000));
      const content = new TextEncoder().encode(`${due.event_id}.${at}.${due.body}`);
      const signature = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign("HMAC", key, content))));
      const answer = await fetch(due.url, {
        method: "POST",
        headers: { "webhook-id": due.event_id, "webhook-timestamp": at, "webhook-signature": `v1,${signature}` },
        body: due.body,
      });
      await answer.body?.cancel();
      await settle.bind(answer.ok ? "delivered" : "failed", tenantId, due.id).run();
    }
    return Response.json({ sent });
  },
} satisfies ExportedHandler<Cloudflare.Env>;
