import type { ApiDocument } from './document.ts';
import { errorsFile } from './errors.ts';
import { modelsFile } from './models.ts';
import { operationsFile } from './operations.ts';
import { HEADER } from './text.ts';

/** The generated modules of the Python SDK, by name. */
export function pythonFiles(document: ApiDocument): ReadonlyMap<string, string> {
  return new Map([
    ['__init__.py', HEADER],
    ['models.py', modelsFile(document)],
    ['operations.py', operationsFile(document)],
    ['errors.py', errorsFile(document)],
  ]);
}
