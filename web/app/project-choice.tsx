import { useQuery } from '@tanstack/react-query';
import { useConnection } from '../board/connection.tsx';
import { useBoard } from '../board/use-board.ts';
import { chooseProject } from './chosen-project.ts';

/** The project that is shown; a choice where the person may see several. */
export function ProjectChoice() {
  const { trpc } = useConnection();
  const { data } = useQuery(trpc.projects.list.queryOptions({ limit: 200 }));
  const name = useBoard((board) => board.project.name);
  const projects = data?.items ?? [];
  if (projects.length < 2) return <span>Project {name ?? '…'}</span>;
  return (
    <label className="stack" style={{ gap: 2 }}>
      Project
      <select className="input" value={name} onChange={(event) => chooseProject(event.target.value)}>
        {projects.map((one) => (
          <option key={one.name}>{one.name}</option>
        ))}
      </select>
    </label>
  );
}
