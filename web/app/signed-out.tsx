import type { ReactNode } from 'react';

/** Nobody is signed in: how to get a link. */
export function SignedOut({ children }: { children?: ReactNode }) {
  return (
    <main className="signed-out">
      <div className="panel stack">
        <h1>Signed out</h1>
        {children}
        <p>Whoever runs the server gets a new link, good for one browser, with</p>
        <pre>
          <code>npm run link</code>
        </pre>
        <p className="soft">
          Anybody else asks a lead: Settings, People, makes a link for one person. A link works once and for a short time.
        </p>
      </div>
    </main>
  );
}
