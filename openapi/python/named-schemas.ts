import { type ApiDocument, operationsOf, refName, type Schema } from './document.ts';
import { className } from './naming.ts';

/** Every schema that becomes a class or an alias, each after those that it needs, with names for those that have none. */
export function namedSchemas(document: ApiDocument): ReadonlyMap<string, Schema> {
  const named = new Map<string, Schema>(Object.entries(document.components.schemas));
  for (const { operation } of operationsOf(document)) {
    const schema = jsonResponse(operation.responses);
    if (schema?.properties !== undefined) named.set(responseName(operation.operationId), schema);
  }
  for (const [name, schema] of [...named]) hoist(named, name, schema);
  return sorted(named);
}

/** The class of a response that has no name in the document. */
export function responseName(operationId: string): string {
  return `${className(operationId)}Response`;
}

/** The class of an object that stands in a property: `holder` of Task is TaskHolder, an item of `leases` of Heartbeat HeartbeatLease. */
export function hoistedName(parent: string, property: string, schema: Schema): string {
  const name = `${parent}${className(property)}`;
  return schema.type === 'array' ? name.replace(/s$/, '') : name;
}

/** Whether only clients write it: then nothing unknown comes in it. */
export function isInput(schema: Schema, named: ReadonlyMap<string, Schema>): boolean {
  const members = schema.anyOf ?? schema.oneOf;
  if (members === undefined) return schema.additionalProperties === false;
  return members.every((member) => {
    const target = member.$ref === undefined ? member : named.get(refName(member.$ref));
    return target !== undefined && isInput(target, named);
  });
}

function jsonResponse(responses: ApiDocument['paths'][string][string]['responses']): Schema | undefined {
  const [, response] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  return response?.content?.['application/json']?.schema;
}

function hoist(named: Map<string, Schema>, parent: string, schema: Schema): void {
  for (const [property, value] of Object.entries(schema.properties ?? {})) {
    const inner = innerObject(value);
    if (inner === undefined) continue;
    const name = hoistedName(parent, property, value);
    if (named.has(name)) throw new Error(`Two schemas would be the class ${name}; name the one in ${parent}.${property}.`);
    named.set(name, inner);
    hoist(named, name, inner);
  }
}

function innerObject(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  const found = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((one) => one && innerObject(one));
  const objects = found.filter((one) => one !== undefined);
  if (objects.length > 1) throw new Error('A union of objects needs names for its members.');
  return objects[0];
}

function sorted(named: ReadonlyMap<string, Schema>): ReadonlyMap<string, Schema> {
  const done = new Map<string, Schema>();
  const begun = new Set<string>();
  const visit = (name: string, schema: Schema) => {
    if (begun.has(name)) return;
    begun.add(name);
    for (const needed of needs(name, schema)) {
      const target = named.get(needed);
      if (target !== undefined) visit(needed, target);
    }
    done.set(name, schema);
  };
  for (const [name, schema] of named) visit(name, schema);
  return done;
}

function needs(name: string, schema: Schema): string[] {
  const properties = Object.entries(schema.properties ?? {});
  const own = properties.map(([property, value]) => hoistedName(name, property, value));
  const parts = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...properties.map(([, value]) => value)];
  const deeper = parts.flatMap((part) => (part === undefined ? [] : needs('', part)));
  return [...(schema.$ref === undefined ? [] : [refName(schema.$ref)]), ...own, ...deeper];
}
