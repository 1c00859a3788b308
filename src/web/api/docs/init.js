// Swagger UI without requests to other servers. "Try it out" calls the API of this server.

/** What assistive technologies need and Swagger UI lacks: landmarks, a heading, a label, and no link inside a button. */
const accessible = ({ React }) => {
  const h = React.createElement;
  const hidden = (tag, text, more) => h(tag, { className: "visually-hidden", ...more }, text);
  const inside = (name, before) => (Original) => (props) =>
    h("section", { "aria-label": name }, before, h(Original, props));
  return {
    wrapComponents: {
      DeepLink: () => (props) => h("span", null, props.text),
      InfoContainer: inside("About this API"),
      ServersContainer: inside("Servers", hidden("label", "Server", { htmlFor: "servers" })),
      AuthorizeBtnContainer: inside("Authorization"),
      FilterContainer: inside("Filter"),
      operations: inside("Operations", hidden("h2", "Operations")),
      Models: inside("Data types", hidden("h3", "Data types")),
    },
  };
};

// The document names the deployment's address; "Try it out" calls the server that this page came from, whatever its address.
const answer = await fetch("/api/openapi.json");
const spec = await answer.json();
spec.servers = [{ url: `${location.origin}/api/v1`, description: "The server that this page came from" }];

window.SwaggerUIBundle({
  spec,
  dom_id: "#docs",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: true,
  plugins: [accessible],
  tryItOutEnabled: true,
});
