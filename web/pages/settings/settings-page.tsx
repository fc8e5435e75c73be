import { Browser } from './browser.tsx';
import { People } from './people.tsx';
import { Projects } from './projects.tsx';
import { Timings } from './timings.tsx';
import { Tokens } from './tokens.tsx';
import './settings.css';

/** Who may do what, and how this browser behaves. */
export function SettingsPage() {
  return (
    <div className="page settings">
      <div className="page-head">
        <h1>Settings</h1>
      </div>
      <People />
      <Projects />
      <Tokens />
      <Timings />
      <Browser />
    </div>
  );
}
