export { reviewPosted } from "./events.ts";
export { reviewsScored } from "./review-repo.ts";
