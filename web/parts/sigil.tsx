import { Link } from 'wouter';
import { agentColour } from './agent-colour.ts';

/** The mark of an agent: its hue and its first letter. Its name stands beside it, so it says nothing to a screen reader. */
export function Sigil({ name, size = 20 }: { name: string; size?: number }) {
  return (
    <svg className="sigil" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="10" style={{ fill: agentColour(name) }} />
      <text x="10" y="14" textAnchor="middle" fontSize="11" fontWeight="600" style={{ fill: 'var(--surface)' }}>
        {name.charAt(0).toUpperCase()}
      </text>
    </svg>
  );
}

/** An agent by sigil and name; a link to its page. */
export function AgentName({ name, sigil = true }: { name: string; sigil?: boolean }) {
  return (
    <Link href={`/agents/${encodeURIComponent(name)}`} className="agent-name">
      {sigil && <Sigil name={name} size={16} />}
      <span className="clip">{name}</span>
    </Link>
  );
}
