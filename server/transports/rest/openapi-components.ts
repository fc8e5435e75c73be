import { Problem } from '../../contract/errors.ts';
import { invariant } from '../../kernel/invariant.ts';
import { asNode, asNodes, type JsonNode, jsonSchemas, refsOf, renameRefs } from './json-schema.ts';
import type { Operation } from './read-operations.ts';
import { planInput } from './rest-input.ts';

const COMPONENTS = '#/components/schemas/';

/** What the operations of the document are made from. */
export interface OperationSchemas {
  /** The schema of one input field, for a parameter. */
  field(operation: Operation, name: string): { schema: JsonNode; required: boolean };
  /** What the body holds, or null where it holds nothing. */
  body(operation: Operation): { schema: JsonNode; required: boolean } | null;
  output(operation: Operation): JsonNode;
}

/** The named schemas of the contract, and how the operations use them. */
export function openApiComponents(operations: readonly Operation[]): {
  schemas: OperationSchemas;
  /** The named schemas that `document` reaches, in order of name. */
  reachedFrom(document: unknown): Record<string, JsonNode>;
} {
  const answering = operations.filter(({ output }) => output !== null);
  const outputs = jsonSchemas(
    { ...Object.fromEntries(answering.map(({ name, output }) => [name, output ?? Problem])), Problem },
    'output',
  );
  const inputs = jsonSchemas(Object.fromEntries(operations.map(({ name, input }) => [name, input])), 'input');
  const twofold = differing(inputs.named, outputs.named);
  const outRef = (name: string) => `${COMPONENTS}${name}`;
  const inRef = (name: string) => `${COMPONENTS}${twofold.has(name) ? `${name}Input` : name}`;

  const components = new Map<string, JsonNode>();
  for (const [name, node] of Object.entries(inputs.named))
    components.set(inRef(name).slice(COMPONENTS.length), asNode(renameRefs(node, inRef)));
  for (const [name, node] of Object.entries(outputs.named)) components.set(name, asNode(renameRefs(node, outRef)));
  const rootOf = (operation: Operation): { id: string | null; node: JsonNode } => {
    const root = inputs.roots[operation.name];
    invariant(root !== undefined, `${operation.name} has an input`);
    const id = refsOf({ $ref: root['$ref'] })[0] ?? null;
    return { id, node: asNode(renameRefs(id === null ? root : inputs.named[id], inRef)) };
  };

  return {
    schemas: {
      field: (operation, name) => fieldOf(rootOf(operation).node, name),
      output: (operation) => asNode(renameRefs(outputs.roots[operation.name], outRef)),
      body(operation) {
        const { id, node } = rootOf(operation);
        const schema = withoutFields(node, elsewhere(operation));
        if (Object.keys(asNode(schema['properties'] ?? {})).length === 0) return null;
        const required = Array.isArray(schema['required']) && schema['required'].length > 0;
        if (id === null) return { schema, required };
        // What REST takes from the path or a header is no part of the body that goes by this name.
        components.set(inRef(id).slice(COMPONENTS.length), schema);
        return { schema: { $ref: inRef(id) }, required };
      },
    },
    reachedFrom: (document) => reached(components, refsOf(document)),
  };
}

/** The names that mean one thing when sent and another when received: defaults make a field optional on one side only. */
function differing(inputs: Record<string, JsonNode>, outputs: Record<string, JsonNode>): ReadonlySet<string> {
  const shared = Object.keys(inputs).filter((name) => name in outputs);
  const strict = (node: unknown) => JSON.stringify(node).replaceAll(',"additionalProperties":false', '');
  const found = new Set(shared.filter((name) => strict(inputs[name]) !== strict(outputs[name])));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const name of shared) if (refsOf(inputs[name]).some((ref) => found.has(ref))) found.add(name);
  }
  return found;
}

/** The fields of an operation's input that REST takes from elsewhere than the body. */
function elsewhere(operation: Operation): readonly string[] {
  const plan = planInput(operation);
  return plan.ifMatch ? [...plan.pathFields, 'ifMatch'] : plan.pathFields;
}

function withoutFields(node: JsonNode, names: readonly string[]): JsonNode {
  const properties = Object.entries(asNode(node['properties'] ?? {})).filter(([name]) => !names.includes(name));
  const required = requiredOf(node).filter((name) => !names.includes(name));
  const { required: _, ...rest } = node;
  return { ...rest, properties: Object.fromEntries(properties), ...(required.length === 0 ? {} : { required }) };
}

function fieldOf(node: JsonNode, name: string): { schema: JsonNode; required: boolean } {
  const schema = asNodes(node['properties'])[name];
  invariant(schema !== undefined, `the input has a field ${name}`);
  return { schema, required: requiredOf(node).includes(name) };
}

function requiredOf(node: JsonNode): string[] {
  const { required } = node;
  return Array.isArray(required) ? required.map(String) : [];
}

function reached(components: ReadonlyMap<string, JsonNode>, from: readonly string[]): Record<string, JsonNode> {
  const seen = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = components.get(name);
    if (node === undefined || seen.has(name)) continue;
    seen.add(name);
    open.push(...refsOf(node), ...mappedNames(node));
  }
  return Object.fromEntries([...seen].sort().map((name) => [name, components.get(name) ?? {}]));
}

function mappedNames(node: JsonNode): string[] {
  const discriminator = node['discriminator'];
  if (discriminator === undefined) return [];
  return Object.values(asNode(asNode(discriminator)['mapping'])).map((ref) => String(ref).slice(COMPONENTS.length));
}
