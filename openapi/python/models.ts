import { type ApiDocument, refName, type Schema } from './document.ts';
import { hoistedName, isInput, namedSchemas } from './named-schemas.ts';
import { pythonName, wireName } from './naming.ts';
import { bracketed, docstring, HEADER, openLiteral, quoted } from './text.ts';
import { pythonType, type TypeStyle } from './types.ts';

const PROLOGUE = `"""The shapes of the wire. What the server sends may grow: unknown fields, values and variants are let through."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAlias


def _alias(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


class Output(BaseModel):
    """What the server sends. Fields that this version does not know are ignored."""

    model_config = ConfigDict(alias_generator=_alias, populate_by_name=True, extra="ignore", protected_namespaces=())


class Input(BaseModel):
    """What a client sends. Only what was set is sent, and the server checks it."""

    model_config = ConfigDict(alias_generator=_alias, populate_by_name=True, extra="allow", protected_namespaces=())
`;

/** models.py: a class for each object of the contract, an alias for everything else that has a name. */
export function modelsFile(document: ApiDocument): string {
  const named = namedSchemas(document);
  const blocks = [...named].map(([name, schema]) => {
    if (schema.properties !== undefined) return modelClass(name, schema, isInput(schema, named)).join('\n');
    const members = schema.anyOf ?? schema.oneOf;
    return (members === undefined ? alias(name, schema) : union(name, schema, isInput(schema, named))).join('\n');
  });
  return `${HEADER}${PROLOGUE}\n\n${blocks.join('\n\n\n')}\n`;
}

function modelClass(name: string, schema: Schema, input: boolean): string[] {
  const owner = { name, schema, input };
  const fields = Object.entries(schema.properties ?? {}).map(([property, value]) => field(owner, property, value));
  const doc = docstring(schema.description, 1);
  const body = [...(doc.length > 0 ? [...doc, ''] : []), ...fields.flat()];
  return [`class ${name}(${input ? 'Input' : 'Output'}):`, ...(body.length === 0 ? ['    pass'] : body)];
}

function field(owner: { name: string; schema: Schema; input: boolean }, property: string, schema: Schema): string[] {
  const python = pythonName(property);
  const style: TypeStyle = { prefix: '', input: owner.input };
  const type = pythonType(schema, style, hoistedName(owner.name, property, schema));
  const required = owner.schema.required?.includes(property) === true;
  const whole = required || type === 'Any' || type.endsWith('| None') ? type : `${type} | None`;
  // A field's alias is written in Annotated, where type checkers do not take it for the name of the argument.
  const settings = [
    ...(wireName(python) === property ? [] : [`alias=${quoted(property)}`]),
    // Whoever logs an answer must not log the secret in it.
    ...(isSecret(schema) ? ['repr=False'] : []),
  ];
  const annotation = settings.length === 0 ? whole : `Annotated[${whole}, Field(${settings.join(', ')})]`;
  return [...fieldLine(python, annotation, required), ...docstring(schema.description, 1)];
}

/** By the format that OpenAPI has for what is to be obscured, also where it may be null. */
function isSecret({ format, anyOf = [] }: Schema): boolean {
  return format === 'password' || anyOf.some(isSecret);
}

function fieldLine(name: string, annotation: string, required: boolean): string[] {
  const end = required ? '' : ' = None';
  const [, members] = /^Literal\[(.*)\] \| str$/.exec(annotation) ?? [];
  if (members === undefined) return [`    ${name}: ${annotation}${end}`];
  return openLiteral(`    ${name}: `, members.split(', '), end);
}

function alias(name: string, schema: Schema): string[] {
  const doc = docstring(schema.description, 0);
  if (schema.enum === undefined) return [`${name}: TypeAlias = ${pythonType(schema, { prefix: '', input: false })}`, ...doc];
  return [...openLiteral(`${name}: TypeAlias = `, schema.enum.map(quoted), ''), ...doc];
}

function union(name: string, schema: Schema, input: boolean): string[] {
  const members = (schema.anyOf ?? schema.oneOf ?? []).map((member) =>
    member.$ref === undefined ? pythonType(member, { prefix: '', input }) : refName(member.$ref),
  );
  const doc = docstring(schema.description, 0);
  if (input) return [`${name}: TypeAlias = ${members.join(' | ')}`, ...doc];
  const first = 'Field(union_mode="left_to_right")';
  const whole = [...members, `Unknown${name}`].join(' | ');
  return [...unknownVariant(name, schema), '', '', ...bracketed(`${name}: TypeAlias = Annotated[`, [whole, first], ']'), ...doc];
}

/** Takes what none of the known variants does, with its fields as they came. */
function unknownVariant(name: string, schema: Schema): string[] {
  const property = schema.discriminator?.propertyName;
  return [
    `class Unknown${name}(Output):`,
    `    """${/^[AEIOU]/.test(name) ? 'An' : 'A'} ${name} of a kind that this version does not know; its fields are in \`model_extra\`."""`,
    '',
    '    model_config = ConfigDict(extra="allow")',
    ...(property === undefined ? [] : ['', `    ${pythonName(property)}: str`]),
  ];
}
