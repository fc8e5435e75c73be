import { useEffect, useState } from 'react';
import type { Artifact } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { DiffText } from '../../parts/diff-text.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useAction } from '../../parts/use-action.ts';
import type { TaskDetail } from './task-detail.ts';

/** What is longer is saved to be read elsewhere. */
const SHOWN_MAX_BYTES = 200_000;
const TEXT = /^(text\/|application\/(json|xml|yaml|x-ndjson))/;

interface ArtifactsProps {
  readonly task: Pick<TaskDetail, 'id' | 'artifacts'>;
  /** Whether changes of code are there to be read at once. */
  readonly openDiffs?: boolean;
}

/** The files of a task: saved, never run. Text can be read in place, as plain text. */
export function Artifacts({ task, openDiffs = false }: ArtifactsProps) {
  if (task.artifacts.length === 0) return null;
  return (
    <section className="task-part" aria-label="Files">
      <h2>Files</h2>
      <ul className="stack">
        {task.artifacts.map((artifact) => (
          <ArtifactRow
            key={`${artifact.name}${artifact.sha256}`}
            taskId={task.id}
            artifact={artifact}
            isOpen={openDiffs && isDiff(artifact.name)}
          />
        ))}
      </ul>
    </section>
  );
}

function ArtifactRow({ taskId, artifact, isOpen }: { taskId: string; artifact: Artifact; isOpen: boolean }) {
  const { page } = useConnection();
  const action = useAction();
  const [text, setText] = useState<string | null>(null);
  const { name, size, mediaType, by, at, sha256 } = artifact;
  const canRead = size <= SHOWN_MAX_BYTES && (TEXT.test(mediaType) || isDiff(name));
  const read = () => action.run(async () => setText((await page.fetchArtifact(taskId, name)).text()));
  // Once, when it comes into view; closing it is up to the reader.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (isOpen && canRead) void read();
  }, []);
  const save = () => action.run(async () => saveAs(name, (await page.fetchArtifact(taskId, name)).bytes));
  return (
    <li className="stack" style={{ gap: 4 }}>
      <div className="row wrap">
        <code>{name}</code>
        <span className="quiet small" title={`sha256 ${sha256}`}>
          {sizeWords(size)}, {mediaType}, by {by} <TimeAgo at={at} />
        </span>
        {canRead && (
          <Button
            small
            disabled={action.busy}
            aria-expanded={text !== null}
            onClick={() => (text === null ? void read() : setText(null))}
          >
            {text === null ? 'Read' : 'Close'}
          </Button>
        )}
        <Button small disabled={action.busy} onClick={save}>
          Save
        </Button>
      </div>
      {text !== null && (isDiff(name) ? <DiffText text={text} /> : <pre className="plain-text">{text}</pre>)}
    </li>
  );
}

function isDiff(name: string): boolean {
  return /\.(diff|patch)$/.test(name);
}

/** A file of bytes that no browser would show: what its author says that it is does not count here. */
function saveAs(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}

function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
