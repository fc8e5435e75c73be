import { expect, test } from 'vitest';
import type { ApiDocument, Schema } from '../../openapi/python/document.ts';
import { pythonName, wireName } from '../../openapi/python/naming.ts';
import { pythonFiles } from '../../openapi/python/python-files.ts';
import { docstring } from '../../openapi/python/text.ts';
import { HARD_CASES } from './hard-cases.ts';

const fileOf = (name: string, document: ApiDocument = HARD_CASES) => pythonFiles(document).get(name) ?? '';
const models = fileOf('models.py');
const operations = fileOf('operations.py');

/** The sync method of this name, to the line where it returns. */
function methodOf(name: string): string {
  return new RegExp(`    def ${name}\\([\\s\\S]*?return self\\._transport.*`).exec(operations)?.[0] ?? '';
}

function withSchemas(schemas: Record<string, Schema>): ApiDocument {
  return { ...HARD_CASES, components: { schemas: { ...HARD_CASES.components.schemas, ...schemas } } };
}

test('an enum names its values and lets others pass', () => {
  expect(models).toContain('Colour: TypeAlias = Literal["red", "green"] | str\n');
});

test('a union of what the server sends ends in a variant that takes the rest', () => {
  expect(models).toMatch(/Shape: TypeAlias = Annotated\[Circle \| Square \| UnknownShape, Field\(union_mode="left_to_right"\)\]/);
  expect(models).toMatch(/class UnknownShape\(Output\):[\s\S]*extra="allow"\)\n\n {4}kind: str\n/);
});

test('a field that may be null must come, one that may be absent need not', () => {
  expect(models).toContain('    note: str | None\n');
  expect(models).toContain('    maybe: str | None = None\n');
});

test('a class comes after those that it needs', () => {
  expect(models.indexOf('class Circle')).toBeLessThan(models.indexOf('Shape: TypeAlias'));
  expect(models.indexOf('Shape: TypeAlias')).toBeLessThan(models.indexOf('class Thing(Output)'));
});

test('an object without a name is the class of its place, and one written only by clients is an Input', () => {
  expect(models).toContain('    holder: ThingHolder | None\n');
  expect(models).toContain('class ThingHolder(Output):\n    agent: str\n');
  expect(models).toContain('class ThingUpdate(Input):');
});

test('a name that the alias generator would not find again is written out, and a secret is in no repr', () => {
  expect(models).toContain('    x_odd: Annotated[int, Field(alias="x-odd")]\n');
  expect(models).toContain('    from_: str\n');
  expect(models).toContain('    token: Annotated[str, Field(repr=False)]\n');
});

test('two schemas never become the same class', () => {
  expect(() => fileOf('models.py', withSchemas({ ThingHolder: { type: 'object', properties: {} } }))).toThrow(/ThingHolder/);
});

test('a query may hold booleans and lists, and a name may be a keyword', () => {
  expect(methodOf('get_thing')).toContain('from_: bool | None = None,');
  expect(methodOf('get_thing')).toContain('label: Sequence[str] | None = None,');
  expect(methodOf('get_thing')).toContain('query=query_of({"from": from_, "label": label}),');
  expect(methodOf('get_thing')).toContain('path=f"/v1/things/{segment(id)}",');
});

test('an empty answer is None, and a stream has no method', () => {
  expect(methodOf('delete_thing')).toContain(') -> None:');
  expect(methodOf('delete_thing')).toContain('return self._transport.call(call, type(None))');
  expect(operations).not.toContain('stream_things');
});

test('what a body may leave out is NOT_GIVEN, and null only where the contract has it', () => {
  expect(methodOf('update_thing')).toContain('maybe: str | NotGiven = NOT_GIVEN,');
  expect(methodOf('update_thing')).toContain('note: str | None | NotGiven = NOT_GIVEN,');
  expect(methodOf('update_thing')).toContain('due_at: datetime | str | NotGiven = NOT_GIVEN,');
});

test('a field that may be null and may be absent may be left out, and a union in a body is one of its members', () => {
  expect(models).toContain('    perhaps: str | None = None\n');
  expect(models).toContain('Target: TypeAlias = ToOne | ToAll\n');
  expect(methodOf('update_thing')).toContain('target: models.Target | NotGiven = NOT_GIVEN,');
  expect(methodOf('update_thing')).toContain('targets: Sequence[models.Target] | NotGiven = NOT_GIVEN,');
});

test('a method says with what it alone may be refused, and the class what most are', () => {
  expect(methodOf('update_thing')).toContain('        Raises TaskHeld, LeaseLost.\n');
  expect(methodOf('get_thing')).not.toContain('Raises');
  expect(operations).toContain('Each raises what it names, ConnectionFailed where there is no answer, and any of NotFound.');
});

test('an error has a class, found by its code', () => {
  expect(fileOf('errors.py')).toContain('class TaskHeld(BatonError):\n    """`task_held`, status 409."""');
  expect(fileOf('errors.py')).toContain('    "task_held": TaskHeld,\n');
});

test('names go to Python and back', () => {
  for (const name of ['taskId', 'from', 'sha256', 'leaseTtlSeconds', 'selfReview'])
    expect(wireName(pythonName(name)), name).toBe(name);
  expect(['leaseTtlSeconds', 'from', 'id', 'copy', 'If-Match'].map(pythonName)).toEqual([
    'lease_ttl_seconds',
    'from_',
    'id',
    'copy_',
    'if_match',
  ]);
});

test('a docstring cannot end early, and fits in its lines', () => {
  expect(docstring('Says """x""" and \\ and "y"', 1)).toEqual([`    """Says '''x''' and \\\\ and "y" """`]);
  const long = docstring('word '.repeat(60).trim(), 2);
  expect(Math.max(...long.map(({ length }) => length))).toBeLessThanOrEqual(120);
});
