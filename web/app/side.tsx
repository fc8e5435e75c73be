import { Link } from 'wouter';
import { keyWords } from '../keys/key-words.ts';
import { Button } from '../parts/button.tsx';
import { LiveDot } from './live-notice.tsx';
import { Nav } from './nav.tsx';
import { ProjectChoice } from './project-choice.tsx';
import { useMe } from './use-me.ts';

/** The left side: the pages, the project, who is signed in, and whether the page is live. */
export function Side({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const me = useMe();
  return (
    <header className="side">
      <Link href="/" className="brand">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} width="20" height="20" alt="" />
        Batonpass
      </Link>
      <Button onClick={onSearch} style={{ justifyContent: 'flex-start' }}>
        <span className="grow" style={{ textAlign: 'left' }}>
          Search
        </span>
        <kbd>{keyWords('Ctrl+k')}</kbd>
      </Button>
      <Nav />
      <div className="side-foot">
        <LiveDot />
        <ProjectChoice />
        <span>{me.name === me.role ? me.name : `${me.name}, ${me.role}`}</span>
        <span className="row">
          <Button small plain onClick={onHelp}>
            Keys
          </Button>
          <a href="/docs">API</a>
        </span>
        <span>Batonpass {me.server.version}</span>
      </div>
    </header>
  );
}
