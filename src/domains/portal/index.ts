export { reviewsScored } from "./review-repo.ts";
