import { Copied } from '../../parts/copied.tsx';
import { type Access, type Harness, shellLines } from './snippets.ts';

/** What to paste: the shell's part, which has the token, and the program. */
export function Snippet({ harness, access }: { harness: Harness; access: Access }) {
  const shell = shellLines(access);
  return (
    <section className="panel" aria-label="Program to paste">
      <div className="panel-head">
        <h2 className="grow">2. Paste this</h2>
        <span className="quiet">{harness.needs}</span>
      </div>
      <div className="panel-body stack">
        <p className="notice warn connect-once">The token is shown this once. The server keeps only its hash.</p>
        <Copied title="Into the shell" text={shell} />
        <Copied
          title={harness.file === 'shell' ? 'Then, in the same shell' : `Then, as ${harness.file}`}
          text={harness.program}
        />
      </div>
    </section>
  );
}
