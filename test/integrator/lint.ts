import { readFileSync } from "node:fs";
import { validate } from "@scalar/openapi-parser";
import spectral, { type RulesetDefinition } from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";

// Prints what Spectral, with all its rules for OpenAPI, and Scalar's parser say against a document. (The lint of Scalar's CLI is Spectral with
// fewer rules.)

const [path = ""] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
const linter = new spectral.Spectral();
linter.setRuleset({ extends: [[rulesets.oas as RulesetDefinition, "all"]] });
const { valid, errors } = await validate(text);
console.log(JSON.stringify({ spectral: await linter.run(JSON.parse(text)), scalar: { valid, errors } }));
