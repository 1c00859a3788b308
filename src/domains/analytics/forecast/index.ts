export { confidences, type History, methods, type Point, type Projection, project } from "./project.ts";
