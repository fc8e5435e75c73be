import { type ApiDocument, type Operation, type Parameter, type PlacedOperation, refName, type Schema } from './document.ts';
import { hoistedName } from './named-schemas.ts';
import { pythonName } from './naming.ts';
import { pythonType, type TypeStyle } from './types.ts';

/** An argument of a generated method and where it goes. */
export interface Argument {
  readonly place: 'path' | 'query' | 'header' | 'body' | 'content' | 'contentType' | 'idempotencyKey' | 'timeout';
  readonly wire: string;
  readonly python: string;
  readonly type: string;
  /** What stands when it is left out; null: it must be given. */
  readonly fallback: string | null;
  readonly description: string | undefined;
}

const STYLE: TypeStyle = { prefix: 'models.', input: true };
const LAST_NAMES: Readonly<Record<string, string>> = { 'Baton-Session': 'session' };

/** The arguments of an operation in the order of its signature: path, what must be given, what may be, then those that every call has. */
export function argumentsOf(document: ApiDocument, { operation }: PlacedOperation): readonly Argument[] {
  const parameters = (operation.parameters ?? []).map((one) => resolved(document, one));
  const own = parameters.filter(({ name }) => !isShared(name)).map(fromParameter);
  const shared = parameters.filter(({ name }) => isShared(name)).map(fromParameter);
  const all = [
    ...own.filter(isPath),
    ...requiredFirst([...own.filter((one) => !isPath(one)), ...fromBody(document, operation)]),
    ...shared,
    TIMEOUT,
  ];
  const twice = all.find((one, index) => all.findIndex(({ python }) => python === one.python) !== index);
  if (twice !== undefined) throw new Error(`${operation.operationId} has two arguments named ${twice.python}.`);
  return all;
}

const TIMEOUT: Argument = {
  place: 'timeout',
  wire: '',
  python: 'timeout',
  type: 'float | None',
  fallback: 'None',
  description: 'In seconds; None: as the client is set.',
};

function resolved(document: ApiDocument, parameter: Parameter): Parameter {
  if (parameter.$ref === undefined) return parameter;
  const target = document.components.parameters?.[refName(parameter.$ref)];
  if (target === undefined) throw new Error(`${parameter.$ref} leads nowhere.`);
  return target;
}

function isShared(name: string): boolean {
  return ['project', 'Baton-Session', 'Idempotency-Key'].includes(name);
}

function isPath({ place }: Argument): boolean {
  return place === 'path';
}

function requiredFirst(all: readonly Argument[]): Argument[] {
  return [...all.filter(({ fallback }) => fallback === null), ...all.filter(({ fallback }) => fallback !== null)];
}

function fromParameter({ name, in: where, required, schema, description }: Parameter): Argument {
  const place = name === 'Idempotency-Key' ? 'idempotencyKey' : where;
  if (place !== 'path' && place !== 'query' && place !== 'header' && place !== 'idempotencyKey') {
    throw new Error(`A parameter in ${where} has no place in a call.`);
  }
  // A version is a number everywhere else, and the server takes it bare.
  const type = name === 'If-Match' ? 'int | str' : pythonType(schema, STYLE);
  const given = required === true || place === 'path';
  return {
    place,
    wire: name,
    python: LAST_NAMES[name] ?? pythonName(name),
    type: given ? type : `${type} | None`,
    fallback: given ? null : 'None',
    description: description ?? schema.description,
  };
}

function fromBody(document: ApiDocument, { operationId, requestBody }: Operation): Argument[] {
  const [[mediaType, content] = []] = Object.entries(requestBody?.content ?? {});
  if (content === undefined) return [];
  if (mediaType !== 'application/json') return BYTES;
  const name = content.schema.$ref === undefined ? '' : refName(content.schema.$ref);
  const schema = document.components.schemas[name];
  if (schema?.properties === undefined) throw new Error(`The body of ${operationId} must be a named object.`);
  return Object.entries(schema.properties).map(([property, value]) => fromProperty({ name, schema }, property, value));
}

const BYTES: Argument[] = [
  { place: 'content', wire: '', python: 'content', type: 'bytes', fallback: null, description: 'The bytes as they are.' },
  {
    place: 'contentType',
    wire: '',
    python: 'content_type',
    type: 'str',
    fallback: '"application/octet-stream"',
    description: 'What the bytes are.',
  },
];

function fromProperty(owner: { name: string; schema: Schema }, property: string, schema: Schema): Argument {
  const given = owner.schema.required?.includes(property) === true;
  const type = pythonType(schema, STYLE, hoistedName(owner.name, property, schema));
  return {
    place: 'body',
    wire: property,
    python: pythonName(property),
    type: given ? type : `${type} | NotGiven`,
    fallback: given ? null : 'NOT_GIVEN',
    description: schema.description,
  };
}
