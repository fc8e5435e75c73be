import { refName, type Schema } from './document.ts';
import { quoted } from './text.ts';

/** How a type is written: `models.` before names outside of models.py, and times that a caller may give as text. */
export interface TypeStyle {
  readonly prefix: string;
  readonly input: boolean;
}

/** The Python type of a schema. `hoisted` names the class of an object that has no name in the document. */
export function pythonType(schema: Schema, style: TypeStyle, hoisted?: string): string {
  return unionOf(typeParts(schema, style, hoisted));
}

/** Members once each, None last, as a reader expects them. */
function unionOf(parts: readonly string[]): string {
  const once = [...new Set(parts)];
  if (once.includes('Any')) return 'Any';
  return [...once.filter((part) => part !== 'None'), ...once.filter((part) => part === 'None')].join(' | ');
}

function typeParts(schema: Schema, style: TypeStyle, hoisted?: string): string[] {
  if (schema.$ref !== undefined) return [`${style.prefix}${refName(schema.$ref)}`];
  const members = schema.anyOf ?? schema.oneOf;
  if (members !== undefined) return members.flatMap((member) => typeParts(member, style, hoisted));
  if (schema.const !== undefined) return [`Literal[${literal(schema.const)}]`];
  // A value that a later server adds must not break an older client, so every enum is open.
  if (schema.enum !== undefined) return [`Literal[${schema.enum.map(quoted).join(', ')}]`, 'str'];
  if (schema.type === undefined) return ['Any'];
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type;
  return types.flatMap((type) => plainType({ ...schema, type }, style, hoisted));
}

function plainType(schema: Schema & { type: string }, style: TypeStyle, hoisted?: string): string[] {
  switch (schema.type) {
    case 'string':
      return stringType(schema.format, style);
    case 'integer':
      return ['int'];
    case 'number':
      return ['float'];
    case 'boolean':
      return ['bool'];
    case 'null':
      return ['None'];
    case 'array':
      return [`${style.prefix === '' ? 'list' : 'Sequence'}[${pythonType(schema.items ?? {}, style, hoisted)}]`];
    case 'object':
      return [objectType(schema, style, hoisted)];
    default:
      throw new Error(`A schema of type ${schema.type} has no Python type; teach openapi/python/types.ts.`);
  }
}

function stringType(format: string | undefined, style: TypeStyle): string[] {
  if (format === 'binary') return ['bytes'];
  if (format === 'date-time') return style.input ? ['datetime', 'str'] : ['datetime'];
  return ['str'];
}

function objectType(schema: Schema, style: TypeStyle, hoisted?: string): string {
  if (schema.properties !== undefined) {
    if (hoisted === undefined) throw new Error('An object without a name stands where none can be made.');
    return `${style.prefix}${hoisted}`;
  }
  const values = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  return `dict[str, ${pythonType(values, style, hoisted)}]`;
}

function literal(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? quoted(value) : String(value);
}
