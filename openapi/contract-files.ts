import { packageVersion } from '../server/kernel/package-version.ts';
import { framesDocument } from '../server/transports/live/frames-document.ts';
import { openApiDocument } from '../server/transports/rest/openapi-document.ts';
import { readOperations } from '../server/transports/rest/read-operations.ts';
import { appRouter } from '../server/transports/trpc/app-router.ts';

/** The generated files of this folder, by name, as they should be. */
export function contractFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['openapi.json', toText(openApiDocument(readOperations(appRouter), packageVersion()))],
    ['frames.json', toText(framesDocument())],
  ]);
}

function toText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
