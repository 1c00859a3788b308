import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Json } from "../support/client.ts";

// What the board tells who cannot see it.

const { openNews } = (await import(
  /* @vite-ignore */ new URL("../../src/web/board/news.js", import.meta.url).href
)) as Json;
const job = (id: number, status: string, version = 1) => ({ id, title: `Job ${id}`, status, version });

describe("the board's announcements", () => {
  let said: string[];
  let news: Json;
  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    news = openNews(
      (text: string) => said.push(text),
      ({ id }: Json) => id === 7,
    );
    return () => vi.useRealTimers();
  });
  const wait = () => vi.advanceTimersByTime(5000);

  it("are one for all that changes within seconds", () => {
    news.hear(job(1, "on_site"), "Mike");
    news.hear(job(2, "completed"), "Ann");
    news.hear(job(3, "on_site"), "Tom");
    expect(said).toEqual([]);
    wait();
    expect(said).toEqual(["3 jobs changed: 2 On site, 1 Completed"]);
    wait();
    expect(said).toHaveLength(1);
  });

  it("name a job that changed alone, once and as it is now", () => {
    news.hear(job(1, "en_route"), "Mike");
    news.hear(job(1, "on_site", 2), "Mike");
    wait();
    expect(said).toEqual(["Job 1: On site, Mike"]);
  });

  it("come at once for the job that its reader has open", () => {
    news.hear(job(7, "completed"), "Mike");
    expect(said).toEqual(["Job 7: Completed, Mike"]);
    wait();
    expect(said).toHaveLength(1);
  });

  it("leave out what its reader did, and all of a reader who has left", () => {
    news.isMine(job(1, "dispatched", 2));
    news.hear(job(1, "dispatched", 2), "Mike");
    wait();
    expect(said).toEqual([]);
    news.hear(job(2, "completed"), "Ann");
    news.forget();
    wait();
    expect(said).toEqual([]);
  });
});
