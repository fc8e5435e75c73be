import { Link } from 'wouter';

/** The hue of an agent, in degrees: the same on every page and in every browser. */
export function agentHue(name: string): number {
  let hash = 2_166_136_261;
  for (const char of name) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  // The last bits of such a hash are alike for names that are alike; mixed, they part (murmur3's end).
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) % 360;
}

/** The colour of an agent, dark enough on paper and light enough on ink. */
export function agentColour(name: string): string {
  return `hsl(${agentHue(name)} 55% var(--agent-lightness))`;
}

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
