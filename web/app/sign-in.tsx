import { type ReactNode, useEffect, useState } from 'react';
import { connectPage, Unauthenticated } from '../../client/page/index.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote, Skeleton } from '../parts/states.tsx';
import { SignedOut } from './signed-out.tsx';
import type { Me } from './use-me.ts';
import { wasSignedIn } from './was-signed-in.ts';

/** Who is signed in already, and what the server said to the code. */
interface Seen {
  readonly me: Me | null;
  readonly error?: unknown;
}

let code: string | null = null;
let begun: Promise<Me | null> | null = null;

/**
 * Turns the code in the fragment of a link into the cookie of this browser. The code is gone from the address before it is sent. Where
 * a person is signed in already, they are asked first: the link may be for somebody else, as that of each start of the server is.
 */
export function SignIn() {
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    begun ??= begin();
    begun.then(
      (me) => (me === null ? enter() : setSeen({ me })),
      (error) => setSeen({ me: null, error }),
    );
  }, []);
  if (seen === null) return <Skeleton lines={4} />;
  const { me, error } = seen;
  const note = error === undefined ? null : <ErrorNote error={error} />;
  if (me === null) return <SignedOut>{note}</SignedOut>;
  const spend = () => void spendCode().then(enter, (refusal) => setSeen({ me, error: refusal }));
  return (
    <Choice me={me} onUse={spend}>
      {note}
    </Choice>
  );
}

/** Another person's link was opened where somebody is signed in. */
function Choice({ me, onUse, children }: { me: Me; onUse: () => void; children: ReactNode }) {
  const [isUsed, setUsed] = useState(false);
  const use = () => {
    setUsed(true);
    onUse();
  };
  return (
    <main className="signed-out">
      <div className="panel stack">
        <h1>You are signed in as {me.name}</h1>
        {children}
        <p>This link signs this browser in anew, as whoever it is for. It works once; until then it keeps.</p>
        <div className="row wrap">
          <Button primary onClick={enter}>
            Stay {me.name}
          </Button>
          <Button disabled={isUsed} onClick={use}>
            Use the link
          </Button>
        </div>
      </div>
    </main>
  );
}

function enter(): void {
  location.replace('/dashboard/');
}

/** Signs in, or says who is. */
async function begin(): Promise<Me | null> {
  code = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  const me = await personSignedIn();
  if (me === null) await spendCode();
  return me;
}

async function personSignedIn(): Promise<Me | null> {
  if (!wasSignedIn()) return null;
  try {
    const me = await withPage(({ rpc }) => rpc.auth.me.query({}));
    return me.agent === null ? null : me;
  } catch (error) {
    if (error instanceof Unauthenticated) return null;
    throw error;
  }
}

function spendCode(): Promise<unknown> {
  return withPage(({ rpc }) => rpc.auth.login.mutate({ code: code ?? '' }));
}

async function withPage<T>(ask: (page: ReturnType<typeof connectPage>) => Promise<T>): Promise<T> {
  const page = connectPage({ origin: location.origin });
  try {
    return await ask(page);
  } finally {
    page.close();
  }
}
