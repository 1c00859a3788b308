// What the page of a form has of the rules (tools/build.ts makes one file of it).
export { isSet, judge, visiblePaths } from "./answers.ts";
export { boundsOf, isFileType, isRepeated, partsOf, placedAnswers } from "./fields.ts";
