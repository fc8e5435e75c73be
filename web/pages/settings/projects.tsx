import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorNote, Skeleton } from '../../parts/states.tsx';
import { Mark } from '../../parts/status-mark.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useAction } from '../../parts/use-action.ts';
import { NewProject, PauseProject } from './project-dialogs.tsx';
import { Section } from './section.tsx';
import { useOff } from './use-off.ts';

/** The projects that this person sees; each is a board of its own. */
export function Projects() {
  const { trpc } = useConnection();
  const { data, error, refetch } = useQuery(trpc.projects.list.queryOptions({ limit: 200 }));
  const [isMaking, setMaking] = useState(false);
  const off = useOff('admin');
  return (
    <Section
      title="Projects"
      about="Each is a board of its own. While one is paused nothing of it is claimed; draining also asks its agents to finish."
      tools={
        <Button disabled={off !== undefined} title={off} onClick={() => setMaking(true)}>
          Create a project
        </Button>
      }
    >
      {error !== null ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={2} />
      ) : (
        <ul className="list" aria-label="Projects">
          {data.items.map((project) => (
            <ProjectRow key={project.name} project={project} />
          ))}
        </ul>
      )}
      {isMaking && <NewProject onClose={() => setMaking(false)} />}
    </Section>
  );
}

function ProjectRow({ project }: { project: Project }) {
  const { page } = useConnection();
  const action = useAction();
  const off = useOff('lead');
  const [isPausing, setPausing] = useState(false);
  const { name, paused, selfReview } = project;
  const resume = () => action.run(() => page.rpc.projects.resume.mutate({ name }), `${name} goes on.`);
  return (
    <li className="row wrap settings-row">
      <span className="grow settings-who">
        <strong>{name}</strong> {selfReview && <span className="quiet">authors may approve their own work</span>}
        {paused !== null && (
          <span className="settings-paused">
            <Mark tone="expiring" glyph="wedge">
              {paused.drain ? 'Draining' : 'Paused'}
            </Mark>{' '}
            {paused.by}, <TimeAgo at={paused.since} />: {paused.reason}
          </span>
        )}
      </span>
      {paused === null ? (
        <Button small disabled={off !== undefined} title={off} onClick={() => setPausing(true)}>
          Pause
        </Button>
      ) : (
        <Button small disabled={off !== undefined || action.busy} title={off} onClick={resume}>
          Resume
        </Button>
      )}
      {isPausing && <PauseProject name={name} onClose={() => setPausing(false)} />}
    </li>
  );
}
