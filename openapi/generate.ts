import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { contractFiles } from './contract-files.ts';

// Writes the committed files of the contract; they change only when the contract does.
for (const [name, text] of contractFiles()) await writeFile(fileURLToPath(new URL(name, import.meta.url)), text);
