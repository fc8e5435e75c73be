import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useConnection } from '../board/connection.tsx';
import { useBoard, useWatched } from '../board/use-board.ts';
import { StatusMark } from '../parts/status-mark.tsx';
import { useFocusReturn } from '../parts/use-focus-return.ts';
import { keyWords } from './key-words.ts';
import { allShortcuts, isCovered, type Shortcut } from './shortcuts.ts';
import './palette.css';

/** So many agents are offered; the others are found by typing. */
const AGENTS_MAX = 50;

/** Everything by its name: what a key does, tasks by a search of the server, agents. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation();
  const [isOverWindow] = useState(isCovered);
  const chosen = useRef<(() => void) | null>(null);
  // A command is for what had the focus, so it waits until that has it again.
  const giveBack = useFocusReturn(() => chosen.current?.());
  const pick = (act: () => void) => {
    chosen.current = act;
    onClose();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="overlay" />
        <Radix.Content className="dialog palette" aria-describedby={undefined} onCloseAutoFocus={giveBack}>
          <Radix.Title className="sr-only">Commands</Radix.Title>
          <Found pick={pick} isOverWindow={isOverWindow} goTo={(path) => pick(() => navigate(path))} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface FoundProps {
  /** The page beneath is out of reach, and so is what its keys do. */
  readonly isOverWindow: boolean;
  readonly pick: (act: () => void) => void;
  readonly goTo: (path: string) => void;
}

function Found({ pick, goTo, isOverWindow }: FoundProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState('');
  const { trpc } = useConnection();
  const shortcuts = useWatched(allShortcuts);
  const agents = useBoard((board) => [...board.agents.keys()].slice(0, AGENTS_MAX)) ?? [];
  const words = text.trim();
  const found = useQuery({ ...trpc.tasks.list.queryOptions({ q: words, limit: 8 }), enabled: words.length > 1, retry: false });
  // Where no command has what was typed, the first task that the server finds is what Enter opens.
  const firstTask = found.data?.items[0];
  useEffect(() => {
    if (at === '' && firstTask !== undefined) setAt(`${firstTask.id} ${words}`);
  }, [at, firstTask, words]);
  return (
    <Command label="Commands" value={at} onValueChange={setAt}>
      <Command.Input value={text} onValueChange={setText} placeholder="Search tasks, agents, commands" />
      <Command.List>
        <Command.Empty>Nothing has this name. A search such as status:doing works as well.</Command.Empty>
        {found.data !== undefined && found.data.items.length > 0 && (
          <Command.Group heading="Tasks" forceMount>
            {found.data.items.map((task) => (
              <Command.Item key={task.id} value={`${task.id} ${words}`} forceMount onSelect={() => goTo(`/tasks/${task.id}`)}>
                <code>{task.id}</code>
                <span className="clip grow">{task.title}</span>
                <StatusMark status={task.status} />
              </Command.Item>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Commands">
          {shortcuts.map(({ keys, does, run, group }) =>
            run === null || (isOverWindow && group !== 'Go to') ? null : (
              <Command.Item key={`${keys}${does}`} value={`${does} ${keys}`} onSelect={() => pick(run)}>
                <span className="grow">{does}</span>
                <Keys keys={keys} />
              </Command.Item>
            ),
          )}
        </Command.Group>
        <Command.Group heading="Agents">
          {agents.map((name) => (
            <Command.Item key={name} value={`agent ${name}`} onSelect={() => goTo(`/agents/${encodeURIComponent(name)}`)}>
              {name}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command>
  );
}

function Keys({ keys }: Pick<Shortcut, 'keys'>) {
  return <kbd>{keyWords(keys).join(' ')}</kbd>;
}
