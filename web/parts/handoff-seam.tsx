import { agentColour } from './agent-colour.ts';

/** The seam of a card in validating: the author's hue above the reviewer's. Without a reviewer its lower half stays open. */
export function HandoffSeam({ author, reviewer }: { author: string; reviewer: string | null }) {
  const words = reviewer === null ? `Handed in by ${author}, no reviewer yet` : `Handed in by ${author}, reviewed by ${reviewer}`;
  const below = reviewer === null ? 'var(--border)' : agentColour(reviewer);
  return (
    <span
      className="seam"
      role="img"
      aria-label={words}
      title={words}
      style={{ background: `linear-gradient(to bottom, ${agentColour(author)} 0 50%, ${below} 50% 100%)` }}
    />
  );
}
