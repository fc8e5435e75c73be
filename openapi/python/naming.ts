const KEYWORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield';
const BUILTINS =
  'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip';
// Methods of pydantic's BaseModel, the receiver, and what the bodies of generated methods call by name.
const TAKEN = 'construct copy json parse_obj schema validate self call models quote datetime';
const RESERVED = new Set(`${KEYWORDS} ${BUILTINS} ${TAKEN}`.split(' '));

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
