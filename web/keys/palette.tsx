import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useConnection } from '../board/connection.tsx';
import { useBoard, useWatched } from '../board/use-board.ts';
import { StatusMark } from '../parts/status-mark.tsx';
import { allShortcuts } from './shortcuts.ts';
import './palette.css';

/** So many agents are offered; the others are found by typing. */
const AGENTS_MAX = 50;

/** Everything by its name: what a key does, tasks by a search of the server, agents. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [, navigate] = useLocation();
  const { trpc } = useConnection();
  const shortcuts = useWatched(allShortcuts);
  const agents = useBoard((board) => [...board.agents.keys()].slice(0, AGENTS_MAX)) ?? [];
  const words = text.trim();
  const found = useQuery({ ...trpc.tasks.list.queryOptions({ q: words, limit: 8 }), enabled: words.length > 1, retry: false });
  const pick = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      label="Commands"
      overlayClassName="overlay"
      contentClassName="dialog palette"
    >
      <Command.Input value={text} onValueChange={setText} placeholder="Search tasks, agents, commands" />
      <Command.List>
        <Command.Empty>Nothing has this name. A search such as status:doing works as well.</Command.Empty>
        {found.data !== undefined && found.data.items.length > 0 && (
          <Command.Group heading="Tasks" forceMount>
            {found.data.items.map((task) => (
              <Command.Item
                key={task.id}
                value={`${task.id} ${words}`}
                forceMount
                onSelect={pick(() => navigate(`/tasks/${task.id}`))}
              >
                <code>{task.id}</code>
                <span className="clip grow">{task.title}</span>
                <StatusMark status={task.status} />
              </Command.Item>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Commands">
          {shortcuts.map(({ keys, does, run }) => (
            <Command.Item key={`${keys}${does}`} value={`${does} ${keys}`} onSelect={pick(run)}>
              <span className="grow">{does}</span>
              <kbd>{keys}</kbd>
            </Command.Item>
          ))}
        </Command.Group>
        <Command.Group heading="Agents">
          {agents.map((name) => (
            <Command.Item
              key={name}
              value={`agent ${name}`}
              onSelect={pick(() => navigate(`/agents/${encodeURIComponent(name)}`))}
            >
              {name}
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
