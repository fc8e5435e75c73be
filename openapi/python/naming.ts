const KEYWORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield';
// Types that annotations name: a field of that name would stand in their place. Other builtins may be shadowed by an attribute.
const TYPES = 'bool bytes dict float int list set str tuple';
// Methods of pydantic's BaseModel, the receiver, and what the bodies of generated methods call by name.
const TAKEN = 'construct copy json parse_obj schema validate self call models quote datetime';
const RESERVED = new Set(`${KEYWORDS} ${TYPES} ${TAKEN}`.split(' '));

/** A name of the wire as Python writes it: `taskId` is `task_id`, `from` is `from_`. */
export function pythonName(name: string): string {
  const snake = name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const legal = /^[0-9]/.test(snake) ? `n${snake}` : snake.replace(/^_+/, '');
  return RESERVED.has(legal) ? `${legal}_` : legal;
}

/** The name that the models' own alias generator makes of a Python name; where it is another than the wire's, an alias is written. */
export function wireName(python: string): string {
  return python.replace(/_$/, '').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `task_held` and `getHealth` as names of classes. */
export function className(name: string): string {
  return name.replace(/(^|[^A-Za-z0-9])([A-Za-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
