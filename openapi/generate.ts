import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contractFiles, derivedFiles } from './contract-files.ts';
import { typescriptIndex } from './typescript-index.ts';

// Writes the committed files of the contract and what is made of them, and the index of the client; they change only when those do.
const index = ['../docs/api-typescript.md', typescriptIndex()] as const;
for (const [name, text] of [...contractFiles(), ...(await derivedFiles()), index]) {
  const file = fileURLToPath(new URL(name, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
