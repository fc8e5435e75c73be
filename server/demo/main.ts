// The agents of `--demo`, as a process of their own that knows no more of the server than any agent does: its address, and a key.
import { connectBaton } from '../../client/node/index.ts';
import { assemble } from './cast.ts';
import { play } from './play.ts';

const { BATON_URL: url = '', BATON_TOKEN: key = '', BATON_DEMO_PERSON: person = '' } = process.env;
// Whoever started this holds the other end: when that is gone, however it went, so is this.
process.stdin.on('end', () => process.exit(0)).resume();

await play(await assemble(connectBaton, { url, key, person }));
