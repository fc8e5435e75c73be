import { useBoard } from '../board/use-board.ts';

interface AgentChoiceProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (name: string) => void;
}

/** One of the agents of the board that can take work; a name that nobody has cannot be chosen. */
export function AgentChoice({ id, value, onChange }: AgentChoiceProps) {
  const names =
    useBoard((board) =>
      [...board.agents.values()]
        .filter(({ kind, status }) => kind === 'agent' && status !== 'retired')
        .map(({ name }) => name)
        .toSorted(),
    ) ?? [];
  return (
    <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{names.length === 0 ? 'There is no agent yet' : 'Choose an agent'}</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
