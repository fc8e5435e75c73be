import { html, raw } from 'hono/html';
import { endpointsOf, type Listed, nameOf, type ReferenceDocument, type Schema } from './reference-model.ts';
import { REFERENCE_STYLE } from './reference-style.ts';

type Html = ReturnType<typeof html>;

/** The contract as a page that asks for nothing else: no script, no font, no request to anybody. */
export async function referencePage(document: ReferenceDocument): Promise<string> {
  const { info, tags, components } = document;
  const parts = tags
    .map((tag) => ({ ...tag, listed: endpointsOf(document, tag.name) }))
    .filter(({ listed }) => listed.length > 0);
  const schemas = Object.entries(components.schemas).sort(([left], [right]) => (left < right ? -1 : 1));
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} ${info.version}: the contract</title>
<style>${raw(REFERENCE_STYLE)}</style>
</head>
<body>
<nav aria-label="Parts of the contract">
<h1>${info.title} <small>${info.version}</small></h1>
${parts.map(({ name }) => html`<a href="#tag-${name}">${name}</a>`)}
<a href="#schemas">schemas</a>
<a href="/openapi.json">openapi.json</a>
</nav>
<main>
<p>${info.description}</p>
<p>Every call carries <code>Authorization: Bearer &lt;token&gt;</code>, but for those marked <i>anyone</i>. What goes wrong comes as a problem document, whose
<code>hint</code> says what to do next.</p>
${parts.map(
  ({ name, description, listed }) =>
    html`<section><h2 id="tag-${name}">${name}</h2><p>${description}</p>${listed.map(endpointPart)}</section>`,
)}
<section><h2 id="schemas">schemas</h2>${schemas.map(([name, schema]) => schemaPart(name, schema))}</section>
</main>
</body>
</html>`;
  return page.toString();
}

function endpointPart({ method, path, endpoint }: Listed): Html {
  const { operationId, summary, parameters, requestBody, responses } = endpoint;
  const own = parameters.filter((parameter) => !('$ref' in parameter));
  const body = Object.entries(requestBody?.content ?? {})[0];
  return html`<details id="${operationId}"><summary><b class="${method}">${method}</b> <code>${path}</code> <span>${summary}</span>
<i>${endpoint['x-baton-role'] ?? 'anyone'}</i></summary>
${
  own.length === 0
    ? ''
    : html`<table><caption>Parameters</caption>${own.map((parameter) => {
        const { name, in: place, required, description, schema } = parameter as Exclude<typeof parameter, { $ref: string }>; // filtered above
        return html`<tr><th scope="row">${name}${required === true ? '' : '?'}</th><td>${place}, ${typeText(schema)}</td><td>${description ?? ''}</td></tr>`;
      })}</table>`
}
${body === undefined ? '' : html`<p>Body: ${body[0] === 'application/json' ? typeText(body[1].schema) : body[0]}</p>`}
<table><caption>Answers</caption>${Object.entries(responses).map(([status, answer]) => answerRow(status, answer))}</table>
</details>`;
}

function answerRow(status: string, answer: Listed['endpoint']['responses'][string]): Html {
  const content = Object.entries(answer.content ?? {})[0];
  const said = answer.$ref === undefined ? undefined : nameOf(answer.$ref).split('.or.').join(', ');
  const shape = content === undefined ? '' : content[0] === 'application/json' ? typeText(content[1].schema) : content[0];
  return html`<tr><th scope="row">${status}</th><td>${said ?? shape}</td></tr>`;
}

function schemaPart(name: string, schema: Record<string, unknown>): Html {
  return html`<details id="schema-${name}"><summary><code>${name}</code></summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`;
}

/** A schema in a few words, with a way to where it is told in full. */
function typeText(schema: Schema | undefined): Html {
  if (schema === undefined) return html`anything`;
  if (schema.$ref !== undefined) return html`<a href="#schema-${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a>`;
  const { description: _, ...shape } = schema;
  return html`<code>${JSON.stringify(shape)}</code>`;
}
