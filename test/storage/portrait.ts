import { ROLES } from '../../server/contract/agents.ts';
import { hasWords } from '../../server/contract/query/words.ts';
import { TaskStatus } from '../../server/contract/tasks.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import { UNBOUNDED } from '../../server/domain/search/query-bounds.ts';
import type { TextMatch } from '../../server/domain/search/search-queries.ts';
import { taskWords } from '../../server/domain/search/task-text.ts';
import type { ReadQueries, Storage } from '../../server/domain/store.ts';

type Portrait = { [Name in keyof ReadQueries]: unknown[] };

const ALL = 10_000;

/** What a store answers to every query of the port, asked of everything in it. */
export function portraitOf(storage: Storage): Promise<Portrait> {
  return storage.read(async ({ q }) => {
    const tokens = await q.listTokens({ after: '', limit: ALL });
    const projects = await q.listProjects({ after: '', limit: ALL });
    const parts: Portrait[] = [];
    for (const { name } of projects) parts.push(await portraitOfProject(q, name));
    const [first] = parts;
    if (first === undefined) throw new Error('a board has projects');
    const names = Object.keys(first) as Array<keyof ReadQueries>;
    const merged = Object.fromEntries(names.map((name) => [name, parts.flatMap((part) => part[name])]));
    return {
      ...(merged as Portrait), // the names of the parts
      listProjects: [projects],
      listTokens: [tokens],
      findToken: await each(tokens, ({ id }) => q.findToken({ id })),
      listOverdueLetters: [await q.listOverdueLetters({ at: Number.MAX_SAFE_INTEGER, limit: ALL })],
      listSilentSessions: [await q.listSilentSessions({ before: Number.MAX_SAFE_INTEGER, limit: ALL })],
      listIdleBlobs: [await q.listIdleBlobs({ before: Number.MAX_SAFE_INTEGER, limit: ALL })],
    };
  });
}

/** Behind every id. */
const LAST = '~';
const FROM_FIRST = { afterPriority: -1, afterNumber: -1, limit: ALL };

async function portraitOfProject(q: ReadQueries, project: string): Promise<Portrait> {
  const page = { project, after: 0, limit: ALL };
  const times = { endedBefore: 100_000, listeningSince: 0 };
  const [tasks, agents] = [await q.listTasks(page), await q.listAgents({ project, after: '', limit: ALL })];
  const labels = [...new Set(tasks.flatMap((task) => task.labels))];
  const needs = await q.listNeeds({ project });
  const reviews = (await each(tasks, ({ number }) => q.listTaskReviews({ project, task: number, limit: ALL }))).flat();
  const attempts = (await each(tasks, ({ number }) => q.listAttempts({ project, number, limit: ALL }))).flat();
  const artifacts = (await each(tasks, ({ number }) => q.listArtifacts({ project, number, limit: ALL }))).flat();
  const sessions = [...new Set(attempts.map(({ session }) => session))];
  const queues = [...new Set(tasks.map(({ queueFor }) => queueFor)), ''].flatMap((queueFor) =>
    needs.map((one) => ({ project, queueFor, needs: one.needs })),
  );
  const holds = await q.listHolds({ project, after: '', limit: ALL });
  const byTask = <T>(ask: (p: { project: string; number: number; limit: number }) => Promise<T>) =>
    each(tasks, ({ number }) => ask({ project, number, limit: ALL }));
  const byAgent = <T>(ask: (p: { project: string; name: string }) => Promise<T>) =>
    each(agents, ({ name }) => ask({ project, name }));
  const owners = [...agents.map(({ name }) => name), 'admin', ...ROLES.map((role) => `role:${role}`)];
  const byInbox = <T>(ask: (p: { project: string; owner: string; after: number; at: number; limit: number }) => Promise<T>) =>
    each(owners, (owner) => ask({ ...page, owner, at: 0 }));
  const letters = (await byInbox((p) => q.listLetters(p))).flat();
  return {
    getProject: [await q.getProject({ name: project })],
    listProjects: [],
    findAgent: await byAgent((p) => q.findAgent(p)),
    listAgents: [agents],
    findToken: [],
    listTokens: [],
    findSession: await each(sessions, (id) => q.findSession({ id })),
    listAgentSessions: byId(await byAgent((p) => q.listAgentSessions(p))),
    listProjectSessions: byId([await q.listProjectSessions({ project })]),
    listSilentSessions: [],
    findTask: await byTask((p) => q.findTask(p)),
    listTasks: [tasks],
    listTasksByStatus: await each([...new Set(tasks.map((t) => t.status))], (status) => q.listTasksByStatus({ ...page, status })),
    listTasksByLabel: await each(labels, (label) => q.listTasksByLabel({ ...page, label })),
    listTasksHeldBy: await byAgent(({ name }) => q.listTasksHeldBy({ project, agent: name })),
    listHeldTasks: [await q.listHeldTasks({ project })],
    listEndedTasks: [(await q.listEndedTasks({ project, since: 0, limit: ALL })).toSorted((a, b) => a.number - b.number)],
    listDependents: await byTask((p) => q.listDependents(p)),
    listDependencies: await byTask((p) => q.listDependencies(p)),
    claimant: await each(attempts, ({ agent, session }) => q.claimant({ project, agent, session, ...times })),
    beatFacts: await each(sessions, (session) => q.beatFacts({ session })),
    findLease: await byTask((p) => q.findLease(p)),
    headOfQueue: await each(queues, (queue) => q.headOfQueue(queue)),
    headOfLabelQueue: (await each(labels, (label) => each(queues, (queue) => q.headOfLabelQueue({ ...queue, label })))).flat(),
    listNeeds: [needs.map((one) => one.needs).sort()],
    listExpired: [await q.listExpired({ project, endedBefore: ALL ** 3, afterPriority: -1, afterNumber: 0, limit: ALL })],
    listOverdue: [await q.listOverdue({ project, endedBefore: ALL ** 3, claimedBefore: ALL ** 3, limit: ALL })],
    nextTimes: [await q.nextTimes({ project })],
    findAttempt: await each(attempts, ({ task, epoch }) => q.findAttempt({ project, number: task, epoch })),
    listAttempts: [attempts],
    findAttemptBy: await each(attempts, ({ task, agent, generation }) =>
      q.findAttemptBy({ project, number: task, generation, agent }),
    ),
    listNotes: await byTask((p) => q.listNotes(p)),
    listComments: await byTask((p) => q.listComments(p)),
    listOrphans: await byTask((p) => q.listOrphans(p)),
    listBlocks: await byTask((p) => q.listBlocks(p)),
    listBlockedOn: await byTask((p) => q.listBlockedOn(p)),
    findBlockedOn: await byTask((p) => q.findBlockedOn(p)),
    listDueBlocks: [await q.listDueBlocks({ project, wallNow: Number.MAX_SAFE_INTEGER, limit: ALL })],
    listBrokenDependencies: await byTask((p) => q.listBrokenDependencies(p)),
    findArtifact: await each(artifacts, ({ task, name }) => q.findArtifact({ project, number: task, name })),
    listArtifacts: [artifacts],
    listIdleBlobs: [],
    findReview: await each(reviews, ({ id }) => q.findReview({ project, id })),
    listOpenReviews: [await q.listOpenReviews({ project, after: '', limit: ALL })],
    listTaskReviews: [reviews],
    listApprovals: await each(reviews, ({ id }) => q.listApprovals({ review: id })),
    listSent: await each(owners, (sender) => q.listSent({ project, sender, before: LAST, limit: ALL })),
    listSentInThread: await each(letters, ({ sender, thread }) =>
      q.listSentInThread({ project, sender, thread, before: LAST, limit: ALL }),
    ),
    findMessage: await each(letters, ({ id }) => q.findMessage({ project, id })),
    findMessageKey: await each(letters, ({ sender, toKind, toName }) =>
      q.findMessageKey({ project, sender, audience: `${toKind}:${toName ?? ''}`, dedupeKey: 'once' }),
    ),
    findInbox: await byInbox((p) => q.findInbox(p)),
    countWaiting: await byInbox((p) => q.countWaiting(p)),
    listWaitingCounts: [(await q.listWaitingCounts({ project, at: 0 })).toSorted((a, b) => (a.owner < b.owner ? -1 : 1))],
    listWaiting: await byInbox((p) => q.listWaiting(p)),
    listPressingLetters: await byInbox((p) =>
      q.listPressingLetters({ ...p, server: 'system', subject: 'Not acknowledged in time' }),
    ),
    listOffers: await byInbox((p) => q.listOffers({ ...p, reader: 'ada', lapsedBy: 0 })),
    listLetters: [letters],
    listReceipts: await each(letters, ({ id }) => q.listReceipts({ message: id, limit: ALL })),
    findRecipient: await byAgent((p) => q.findRecipient(p)),
    listRecipients: [await q.listRecipients({ project, limit: ALL })],
    listOverdueLetters: [],
    findReservation: await each(holds, ({ id }) => q.findReservation({ project, id })),
    listTaskReservations: await byTask((p) => q.listTaskReservations(p)),
    listHolds: [holds],
    listQueue: await each(queues, (queue) => q.listQueue({ ...queue, ...FROM_FIRST })),
    listLabelQueue: (
      await each(labels, (label) => each(queues, (queue) => q.listLabelQueue({ ...queue, label, ...FROM_FIRST })))
    ).flat(),
    listReviewsHeldBy: await byAgent(({ name }) => q.listReviewsHeldBy({ project, agent: name })),
    listHeldReviews: [await q.listHeldReviews({ project })],
    listEscalating: [
      await q.listEscalating({ project, createdBefore: ALL ** 3, expiries: 0, endedBefore: ALL ** 3, limit: ALL }),
    ],
    listWaitingReviews: [await q.listWaitingReviews({ project, limit: ALL })],
    listReviewWorkers: [(await q.listReviewWorkers({ project })).map(({ review, agent }) => `${review} ${agent}`).sort()],
    listReviewApprovers: [(await q.listReviewApprovers({ project })).map(({ review, agent }) => `${review} ${agent}`).sort()],
    listEvents: [await q.listEvents(page)],
    listTaskEvents: await byTask(({ number }) => q.listTaskEvents({ project, task: number, after: 0, limit: ALL })),
    countTasks: (await q.countTasks({ project })).toSorted((a, b) => (a.status < b.status ? -1 : 1)),
    boardCounts: [await q.boardCounts({ project, wallNow: ALL ** 3 })],
    listReadyGroups: (await q.listReadyGroups({ project })).toSorted((a, b) => a.first - b.first),
    listLeases: [await q.listLeases({ project })],
    listNewestByStatus: await each(TaskStatus.options, (status) => q.listNewestByStatus({ project, status, limit: ALL })),
    listDueTasks: [await q.listDueTasks({ project, after: -1, upTo: Number.MAX_SAFE_INTEGER, limit: ALL })],
    listUnblockedTasks: [await q.listUnblockedTasks({ project, after: -1, upTo: Number.MAX_SAFE_INTEGER, limit: ALL })],
    listFreedTasks: [await q.listFreedTasks({ project, after: -1, upTo: Number.MAX_SAFE_INTEGER, limit: ALL })],
    listLogSteps: [await q.listLogSteps({ project, before: Number.MAX_SAFE_INTEGER, limit: ALL })],
    findLogStepBefore: await byTask(({ number }) =>
      q.findLogStepBefore({ project, task: number, before: Number.MAX_SAFE_INTEGER }),
    ),
    findReply: [await q.findReply({ scope: 'none' })],
    ...(await portraitOfSearch(q, project, tasks)),
  };
}

async function portraitOfSearch(q: ReadQueries, project: string, tasks: readonly TaskRecord[]) {
  const words = [...new Set(tasks.flatMap((task) => taskWords(task, []).filter((word) => hasWords(word))))];
  const matches = words.map((word): TextMatch => ({ all: [{ words: [word], prefix: false }], none: [] }));
  const statuses = [...new Set(tasks.map(({ status }) => status))];
  const part = { project, after: 0, walk: ALL, limit: ALL };
  return {
    listTasksByText: await each(matches, (match) => q.listTasksByText({ project, match, after: 0, limit: ALL })),
    findTextMatch: await each(matches, (match) => q.findTextMatch({ project, match, number: 1 })),
    listBrokenTasks: [await q.listBrokenTasks({ project, after: 0, limit: ALL })],
    listTasksInBounds: await each(statuses, (status) => q.listTasksInBounds({ ...part, ...UNBOUNDED, status })),
    skipTasks: await each(statuses, (status) => q.skipTasks({ project, status, after: 0, skip: 1 })),
  };
}

async function each<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const item of items) answers.push(await ask(item));
  return answers;
}

// The port promises no order of sessions.
function byId<T extends { readonly id: string }>(lists: T[][]): T[][] {
  return lists.map((list) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}
