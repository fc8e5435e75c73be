import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contractFiles, derivedFiles } from './contract-files.ts';

// Writes the committed files of the contract and what is made of them; they change only when the contract does.
for (const [name, text] of [...contractFiles(), ...(await derivedFiles())]) {
  const file = fileURLToPath(new URL(name, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
