import { z } from 'zod';
import { invariant } from '../../kernel/invariant.ts';

/** A node of a JSON Schema: read here, written by zod. */
export type JsonNode = Record<string, unknown>;

export type SchemaSide = 'input' | 'output';

const DEFS = '#/$defs/';

/** The JSON Schemas of `roots` by their keys, and the named schemas that they use, each once. */
export function jsonSchemas(
  roots: Record<string, z.ZodType>,
  side: SchemaSide,
): { roots: Record<string, JsonNode>; named: Record<string, JsonNode> } {
  const document = z.toJSONSchema(z.object(roots), { io: side, target: 'draft-2020-12' });
  const named = asNodes(document.$defs ?? {});
  const clean = (node: JsonNode) => asNode(tidy(node, { side, named }));
  return { roots: mapNodes(asNodes(document.properties ?? {}), clean), named: mapNodes(named, clean) };
}

/** The names of the schemas that a node refers to. */
export function refsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(refsOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value.slice(value.lastIndexOf('/') + 1)] : refsOf(value),
  );
}

/** The same schema with each name replaced by what `toRef` makes of it. */
export function renameRefs(node: unknown, toRef: (name: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => renameRefs(item, toRef));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => {
    const isRef = typeof value === 'string' && value.startsWith(DEFS) && !value.includes(' ');
    return [key, isRef ? toRef(value.slice(DEFS.length)) : renameRefs(value, toRef)];
  });
  return Object.fromEntries(entries);
}

interface Tidying {
  readonly side: SchemaSide;
  readonly named: Record<string, JsonNode>;
}

/** Leaves out what zod says and no reader needs, and adds the discriminator that it does not say. */
function tidy(node: unknown, given: Tidying): unknown {
  if (Array.isArray(node)) return node.map((item) => tidy(item, given));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => !isNoise(key, value, { node, side: given.side }));
  const tidied: JsonNode = Object.fromEntries(entries.map(([key, value]) => [key, tidy(value, given)]));
  const discriminator = 'oneOf' in node ? discriminatorOf(node.oneOf, given.named) : null;
  return discriminator === null ? tidied : { ...tidied, discriminator };
}

function isNoise(key: string, value: unknown, at: { node: object; side: SchemaSide }): boolean {
  switch (key) {
    case '$schema':
    case 'id':
    case '$id':
      return typeof value === 'string';
    case 'minimum':
      return value === Number.MIN_SAFE_INTEGER;
    case 'maximum':
      return value === Number.MAX_SAFE_INTEGER;
    case 'pattern':
      // The pattern behind a format that says the same.
      return 'format' in at.node && at.node.format === 'date-time';
    case 'additionalProperties':
      // What we send may grow, so nobody may refuse a field that it does not know.
      return at.side === 'output' && value === false;
    default:
      return false;
  }
}

function discriminatorOf(oneOf: unknown, named: Record<string, JsonNode>): JsonNode | null {
  if (!Array.isArray(oneOf)) return null;
  const members = oneOf.map((member: unknown) => {
    const name = refsOf(member)[0];
    const properties = name === undefined ? undefined : named[name]?.['properties'];
    invariant(name !== undefined && properties !== undefined, 'every member of a union is an object with an id');
    return { name, properties: asNodes(properties) };
  });
  const propertyName = Object.keys(members[0]?.properties ?? {}).find((key) =>
    members.every(({ properties }) => properties[key]?.['const'] !== undefined),
  );
  if (propertyName === undefined) return null;
  const mapping = members.map(({ name, properties }) => [String(properties[propertyName]?.['const']), `${DEFS}${name}`]);
  return { propertyName, mapping: Object.fromEntries(mapping) };
}

function mapNodes(nodes: Record<string, JsonNode>, change: (node: JsonNode) => JsonNode): Record<string, JsonNode> {
  return Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, change(node)]));
}

export function asNode(value: unknown): JsonNode {
  invariant(typeof value === 'object' && value !== null && !Array.isArray(value), 'a schema is an object');
  return value as JsonNode; // an object, as the invariant says; its values stay unknown
}

export function asNodes(value: unknown): Record<string, JsonNode> {
  return mapNodes(asNode(value) as Record<string, JsonNode>, asNode); // each value is looked at by asNode
}
