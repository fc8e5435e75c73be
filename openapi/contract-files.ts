import openapiTS, { astToString } from 'openapi-typescript';
import { packageVersion } from '../server/kernel/package-version.ts';
import { framesDocument } from '../server/transports/live/frames-document.ts';
import { openApiDocument } from '../server/transports/rest/openapi-document.ts';
import { readOperations } from '../server/transports/rest/read-operations.ts';
import { appRouter } from '../server/transports/trpc/app-router.ts';
import type { ApiDocument } from './python/document.ts';
import { pythonFiles } from './python/python-files.ts';

const PYTHON_FOLDER = '../sdk-python/src/batonpass/_generated';

/** The contract itself, by name in this folder, as it should be. */
export function contractFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['openapi.json', toText(openApiDocument(readOperations(appRouter), packageVersion()))],
    ['frames.json', toText(framesDocument())],
  ]);
}

/** What is made of the contract, by path from this folder. */
export async function derivedFiles(): Promise<ReadonlyMap<string, string>> {
  const text = contractFiles().get('openapi.json') ?? '';
  const document: ApiDocument = JSON.parse(text);
  const python = [...pythonFiles(document)].map(([name, content]) => [`${PYTHON_FOLDER}/${name}`, content] as const);
  return new Map([['types.ts', await typesFile(text)], ...python]);
}

async function typesFile(openapi: string): Promise<string> {
  const types = astToString(await openapiTS(openapi, { defaultNonNullable: false }));
  return `// Generated from openapi/openapi.json by \`npm run generate\`. Do not edit.\n\n${types}`;
}

function toText(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
