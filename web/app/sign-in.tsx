import { useEffect, useState } from 'react';
import { connectPage } from '../../client/page/index.ts';
import { ErrorNote, Skeleton } from '../parts/states.tsx';
import { SignedOut } from './signed-out.tsx';

let sent: Promise<unknown> | null = null;

/** Turns the code in the fragment of a link into the cookie of this browser. The code is gone from the address before it is sent. */
export function SignIn() {
  const [failed, setFailed] = useState<unknown>(null);
  useEffect(() => {
    sent ??= signIn();
    sent.then(() => location.replace('/dashboard/'), setFailed);
  }, []);
  if (failed === null) return <Skeleton lines={4} />;
  return (
    <SignedOut>
      <ErrorNote error={failed} />
    </SignedOut>
  );
}

async function signIn(): Promise<void> {
  const code = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  const page = connectPage({ origin: location.origin });
  try {
    await page.rpc.auth.login.mutate({ code });
  } finally {
    page.close();
  }
}
