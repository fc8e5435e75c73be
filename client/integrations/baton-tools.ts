import { z } from 'zod';
import type { Claim } from '../claim.ts';
import { type BatonTool, defineTool } from './define-tool.ts';
import { inboxTool, reviewTool } from './team-tools.ts';
import type { Workbench } from './workbench.ts';

/** How long a claim may wait, in seconds: a tool answers within 30. */
const WAIT_MAX_SECONDS = 25;
/** A brief or a handover that is longer is cut, with the word where the rest is. */
const BRIEF_MAX_CHARS = 8_000;

const TASK_ID = z.string().describe('Like T-12. Absent: the one task that you hold.');

/** The tools of a model that works on a board. Epochs are kept for it. */
export function batonToolsOf(bench: Workbench): readonly BatonTool[] {
  return [
    claimTool(bench),
    getTool(bench),
    updateTool(bench),
    ...endingTools(bench),
    createTool(bench),
    reviewTool(bench),
    inboxTool(bench),
  ];
}

function claimTool(bench: Workbench): BatonTool {
  return defineTool({
    name: 'task_claim',
    description: 'Take a task to work on: the one named, or the next by priority. Nobody else works on it while you hold it.',
    input: z.object({
      id: z.string().optional().describe('Like T-12. Absent: the next that is free.'),
      labels: z.array(z.string()).default([]).describe('Only tasks with one of these labels.'),
      wait_s: z.number().int().min(0).max(WAIT_MAX_SECONDS).default(0).describe('How long to wait for one, in seconds.'),
    }),
    async run({ id, labels, wait_s }) {
      const { baton } = bench;
      const claim = id === undefined ? await baton.tryClaim({ labels, waitSeconds: wait_s }) : await baton.claim(id);
      if (claim === null) return 'There is no task to claim now.';
      bench.put(claim);
      return describe(claim);
    },
  });
}

function getTool(bench: Workbench): BatonTool {
  return defineTool({
    name: 'task_get',
    description: 'Read a task: state, holder, brief, acceptance criteria, result.',
    input: z.object({ id: z.string().describe('Like T-12.') }),
    async run({ id }) {
      const task = await bench.baton.rpc.tasks.get.query({ id });
      const { title, status, holder, brief, acceptance, summary } = task;
      return text({ id, title, status, holder: holder?.agent, brief, acceptance: acceptance.join('; '), summary });
    },
  });
}

function updateTool(bench: Workbench): BatonTool {
  return defineTool({
    name: 'task_update',
    description:
      'Note progress on a task that you hold, attach a file to it, or give it back until something that it waits for has come.',
    input: z.object({
      id: TASK_ID.optional(),
      progress: z.string().optional().describe('What is done and what comes next.'),
      percent: z.number().int().min(0).max(100).optional(),
      artifact_name: z.string().optional().describe('A file name, like report.md; with artifact_text.'),
      artifact_text: z.string().optional(),
      blocked_kind: z
        .enum(['question', 'dependency', 'resource', 'external'])
        .optional()
        .describe('What stands in the way. It ends your claim.'),
      blocked_reason: z.string().optional().describe('The question itself, or what is missing.'),
      blocked_on: z.string().optional().describe('For a dependency: the task that must be done first, like T-7.'),
    }),
    async run({ id, progress, percent, artifact_name, artifact_text, blocked_kind, blocked_reason, blocked_on }) {
      const claim = bench.claim(id);
      const said: string[] = [];
      if (progress !== undefined) {
        await claim.progress(progress, percent === undefined ? {} : { percent });
        said.push('Noted.');
      }
      if (artifact_name !== undefined && artifact_text !== undefined) {
        const { name, size } = await claim.attach(artifact_name, artifact_text);
        said.push(`Attached ${name}, ${size} bytes.`);
      }
      if (blocked_kind !== undefined) {
        await claim.block(blocked_reason ?? '', {
          kind: blocked_kind,
          ...(blocked_on === undefined ? {} : { waitingOn: { task: blocked_on } }),
        });
        return [...said, `${claim.task.id} waits now and is no longer yours. Take another task.`].join(' ');
      }
      return [...said, leaseOf(claim)].join(' ');
    },
  });
}

function endingTools(bench: Workbench): readonly BatonTool[] {
  return [
    defineTool({
      name: 'task_submit',
      description: 'Hand in the work on a task that you hold, for review.',
      input: z.object({
        id: TASK_ID.optional(),
        summary: z.string().min(1).describe('What was done, for the reviewer.'),
        answers: z
          .array(z.object({ met: z.boolean(), note: z.string().optional() }))
          .default([])
          .describe('One for each acceptance criterion of the task, in its order.'),
      }),
      async run({ id, summary, answers }) {
        const task = await bench.claim(id).submit(summary, {
          answers: answers.map(({ met, note }, criterion) => ({ criterion, met, ...(note === undefined ? {} : { note }) })),
        });
        return `${task.id} is handed in and ${task.status} now.`;
      },
    }),
    defineTool({
      name: 'task_release',
      description: 'Give back a task that you hold without a result.',
      input: z.object({ id: TASK_ID.optional(), reason: z.string().min(1).describe('For whoever takes it next.') }),
      async run({ id, reason }) {
        const task = await bench.claim(id).release(reason);
        return `${task.id} is given back.`;
      },
    }),
  ];
}

function createTool(bench: Workbench): BatonTool {
  return defineTool({
    name: 'task_create',
    description: 'Put a new task on the board for anyone to take.',
    input: z.object({
      title: z.string().min(1),
      brief: z.string().optional().describe('All that whoever takes it must know.'),
      labels: z.array(z.string()).default([]),
      depends_on: z.array(z.string()).default([]).describe('Ids of tasks that must be done first.'),
    }),
    async run({ title, brief, labels, depends_on }) {
      const wanted = { title, labels, dependsOn: depends_on, ...(brief === undefined ? {} : { brief }) };
      const task = await bench.baton.rpc.tasks.create.mutate(wanted);
      return `${task.id} is ${task.status}.`;
    },
  });
}

function describe(claim: Claim): string {
  const { id, title, brief, acceptance } = claim.task;
  const earlier = JSON.stringify(claim.handover);
  return `${text({ task: id, title, brief, acceptance: acceptance.join('; '), handover: earlier })}\n${leaseOf(claim)}`;
}

function leaseOf({ task, leaseRemainingMs }: Claim): string {
  return `${task.id} is yours for ${Math.floor(leaseRemainingMs / 1_000)} s more, renewed by itself.`;
}

function text(fields: Readonly<Record<string, string | null | undefined>>): string {
  const shown = Object.entries(fields).filter(([, value]) => value != null && value !== '');
  return shown.map(([name, value]) => `${name}: ${cut(String(value))}`).join('\n');
}

function cut(value: string): string {
  return value.length <= BRIEF_MAX_CHARS ? value : `${value.slice(0, BRIEF_MAX_CHARS).toWellFormed()}… (cut)`;
}
