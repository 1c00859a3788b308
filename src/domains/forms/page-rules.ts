// What the page of a form has of the rules (tools/build.ts makes one file of it).
export { judge } from "./answers.ts";
export { boundsOf, isFileType, isRepeated, partsOf, placedAnswers } from "./fields.ts";
export { visiblePaths } from "./visible.ts";
