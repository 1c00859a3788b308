import type { OpenAPIHono } from "@hono/zod-openapi";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** Paths for those who run the platform or develop it. */
const isInternal = (path: string): boolean => /^\/(?:platform|dev)(?:\/|$)/.test(path);

/** The document without /platform and /dev, for those who build on the API: and without tags, schemas and other components that only those use. */
export function publicPart(document: Document): Document {
  const paths = Object.fromEntries(Object.entries(document.paths ?? {}).filter(([path]) => !isInternal(path)));
  const { webhooks, components = {}, ...rest } = document;
  const used = reachable({ paths, webhooks }, components);
  const operations = [...Object.values(paths), ...Object.values(webhooks ?? {})].flatMap((item) => Object.values(item));
  const tags = new Set(operations.flatMap((operation: { tags?: string[] }) => operation.tags ?? []));
  const schemes = new Set(
    operations.flatMap((operation: { security?: object[] }) => (operation.security ?? []).flatMap(Object.keys)),
  );
  return {
    ...rest,
    tags: (document.tags ?? []).filter(({ name }) => tags.has(name)),
    paths,
    ...(webhooks && { webhooks }),
    components: Object.fromEntries(
      Object.entries(components).map(([kind, parts]) => [
        kind,
        Object.fromEntries(
          Object.entries(parts as object).filter(([name]) =>
            kind === "securitySchemes" ? schemes.has(name) : used.has(`#/components/${kind}/${name}`),
          ),
        ),
      ]),
    ),
  };
}

/** Every component that a value refers to, directly or through another. */
function reachable(value: unknown, components: object): Set<string> {
  const found = new Set<string>();
  const follow = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("$ref" in node && typeof node.$ref === "string" && !found.has(node.$ref)) {
      found.add(node.$ref);
      const [kind = "", name = ""] = node.$ref.slice("#/components/".length).split("/");
      follow((components as Record<string, Record<string, unknown>>)[kind]?.[name]);
    }
    for (const child of Object.values(node)) follow(child);
  };
  follow(value);
  return found;
}
