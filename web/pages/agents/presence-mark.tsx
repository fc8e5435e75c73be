import type { SeenAgent } from '../../board/board.ts';
import { type GlyphName, Mark, type Tone } from '../../parts/status-mark.tsx';

const CONNECTIONS: Readonly<Record<string, { word: string; tone: Tone; glyph: GlyphName }>> = {
  online: { word: 'Online', tone: 'done', glyph: 'check' },
  late: { word: 'Late', tone: 'expiring', glyph: 'wedge' },
  offline: { word: 'Offline', tone: 'cancelled', glyph: 'bar' },
};

/** Whether an agent is there, as the server says; paused and retired come before. */
export function PresenceMark({ agent }: { agent: SeenAgent }) {
  if (agent.status === 'retired') {
    return (
      <Mark tone="cancelled" glyph="bar">
        Retired
      </Mark>
    );
  }
  const { connection } = agent.presence;
  const { word, tone, glyph } = CONNECTIONS[connection] ?? { word: connection, tone: 'todo', glyph: 'hollow' };
  return (
    <>
      <Mark tone={tone} glyph={glyph}>
        {word}
      </Mark>
      {agent.presence.paused && (
        <Mark tone="blocked" glyph="bar">
          Paused
        </Mark>
      )}
    </>
  );
}
