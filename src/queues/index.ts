export async function consume(_batch: MessageBatch, _env: Cloudflare.Env): Promise<void> {}
