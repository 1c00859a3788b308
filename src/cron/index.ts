export async function runCron(_controller: ScheduledController, _env: Cloudflare.Env): Promise<void> {}
