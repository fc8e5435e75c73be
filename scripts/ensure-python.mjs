// Makes sure that a Python environment of the SDK is installed, for what runs before an example:
//   node scripts/ensure-python.mjs main crewai
import { preparePython } from './python.mjs';

for (const name of process.argv.slice(2)) {
  if (preparePython(name) === null) process.exit(1);
}
