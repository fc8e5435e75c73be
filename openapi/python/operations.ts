import { type ApiDocument, operationsOf, type PlacedOperation, refName } from './document.ts';
import { responseName } from './named-schemas.ts';
import { className, pythonName } from './naming.ts';
import { type Argument, argumentsOf } from './parameters.ts';
import { commonCodes, refusalsOf } from './refusals.ts';
import { docstring, HEADER, indent, LINE_LENGTH, quoted } from './text.ts';
import { pythonType } from './types.ts';

const PROLOGUE = `"""A method for each operation of the contract. A method makes a Call; the transport that it is mixed with sends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from .._call import NOT_GIVEN, AsyncTransport, Call, NotGiven, SyncTransport, body_of, headers_of, query_of, segment
from . import models
`;

/** operations.py: the methods, blocking and async. The live feed has none: it is no single answer. */
export function operationsFile(document: ApiDocument): string {
  const all = operationsOf(document).filter(({ operation }) => isSingleAnswer(operation));
  const common = commonCodes(document).map(className).join(', ');
  const raises = `Each raises what it names, ConnectionFailed where there is no answer, and any of ${common}.`;
  const about = (what: string) => docstring(`${what}\n\n${raises}`, 1);
  const classes = [
    ['class Operations:', ...about('The blocking methods.'), '', '    _transport: SyncTransport'],
    ['class AsyncOperations:', ...about('The same methods, to be awaited.'), '', '    _transport: AsyncTransport'],
  ].map((head, index) => [...head, ...all.flatMap((one) => ['', ...method(document, one, index === 1)])].join('\n'));
  return `${HEADER}${PROLOGUE}\n\n${classes.join('\n\n\n')}\n`;
}

function isSingleAnswer({ responses }: PlacedOperation['operation']): boolean {
  return Object.entries(responses).some(([status, { content }]) => status.startsWith('2') && !content?.['text/event-stream']);
}

function method(document: ApiDocument, placed: PlacedOperation, isAsync: boolean): string[] {
  const all = argumentsOf(document, placed);
  const response = responseType(placed);
  const returned = response === 'type(None)' ? 'None' : response;
  return indent([
    `${isAsync ? 'async ' : ''}def ${pythonName(placed.operation.operationId)}(`,
    ...signature(all),
    `) -> ${returned}:`,
    ...docstring(documentation(document, placed, all), 1),
    ...indent(callLines(placed, all)),
    `    return ${isAsync ? 'await ' : ''}self._transport.call(call, ${response})`,
  ]);
}

function signature(all: readonly Argument[]): string[] {
  const lines = (some: readonly Argument[]) =>
    some.map(({ python, type, fallback }) => `${python}: ${type}${fallback === null ? '' : ` = ${fallback}`},`);
  const positional = all.filter(({ place }) => place === 'path');
  return indent(['self,', ...lines(positional), '*,', ...lines(all.filter(({ place }) => place !== 'path'))]);
}

function documentation(document: ApiDocument, { operation }: PlacedOperation, all: readonly Argument[]): string {
  const said = all.filter(({ description }) => description !== undefined);
  const lines = said.map(({ python, description }) => `    ${python}: ${description}`);
  const common = commonCodes(document);
  const own = [...refusalsOf(document, operation).values()].flat().filter((code) => !common.includes(code));
  const raises = own.length === 0 ? undefined : `Raises ${own.map(className).join(', ')}.`;
  const head = [operation.summary ?? operation.operationId, operation.description, raises];
  return [head.filter((text) => text !== undefined).join('\n\n'), '', 'Args:', ...lines].join('\n');
}

function callLines({ path, method, operation }: PlacedOperation, all: readonly Argument[]): string[] {
  const at = (place: Argument['place']) => all.filter((one) => one.place === place);
  const hasJson = operation.requestBody?.content['application/json'] !== undefined;
  const content = at('content').length > 0;
  return [
    'call = Call(',
    ...indent([
      `operation_id=${quoted(operation.operationId)},`,
      `method=${quoted(method.toUpperCase())},`,
      `path=${pathOf(path, at('path'))},`,
      ...mapping('query', 'query_of', at('query')),
      ...(hasJson ? mapping('body', 'body_of', at('body')) : content ? ['body=content,'] : []),
      ...mapping('headers', 'headers_of', at('header')),
      ...(at('idempotencyKey').length > 0 ? ['has_idempotency=True,', 'idempotency_key=idempotency_key,'] : []),
      'timeout_s=timeout,',
      ...(hasJson ? ['content_type="application/json",'] : content ? ['content_type=content_type,'] : []),
    ]),
    ')',
  ];
}

function pathOf(path: string, all: readonly Argument[]): string {
  if (all.length === 0) return quoted(path);
  return `f${quoted(all.reduce((text, { wire, python }) => text.replace(`{${wire}}`, `{segment(${python})}`), path))}`;
}

function mapping(name: string, helper: string, all: readonly Argument[]): string[] {
  if (all.length === 0) return name === 'body' ? ['body={},'] : [];
  const pairs = all.map(({ wire, python }) => `${quoted(wire)}: ${python}`);
  const line = `${name}=${helper}({${pairs.join(', ')}}),`;
  if (line.length + 12 <= LINE_LENGTH) return [line];
  return [`${name}=${helper}(`, ...indent(['{', ...indent(pairs.map((pair) => `${pair},`)), '}']), '),'];
}

function responseType({ operation }: PlacedOperation): string {
  const [, response] = Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
  const [[mediaType, content] = []] = Object.entries(response?.content ?? {});
  if (content === undefined) return 'type(None)';
  if (mediaType !== 'application/json') return mediaType?.startsWith('text/') ? 'str' : 'bytes';
  const { schema } = content;
  if (schema.$ref !== undefined) return `models.${refName(schema.$ref)}`;
  return pythonType(schema, { prefix: 'models.', input: false }, responseName(operation.operationId));
}
