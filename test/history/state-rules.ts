import { isSameValue, replayTasks } from '../support/replay.ts';
import { epochKey, grantOf } from './log-rules.ts';
import { type DatabaseState, describeEvent, type ProjectEvent, setOf, taskKey, type Violation } from './recorded.ts';

/** Replaying the log gives what the database holds, field by field, and nothing more (SPEC EV4). */
export function checkReplay(events: readonly ProjectEvent[], database: DatabaseState): Violation[] {
  const violations: Violation[] = [];
  const replayed = replayTasks(events);
  for (const { project, id, fields } of database.tasks) {
    const key = taskKey(project, id);
    const told = replayed.get(key);
    replayed.delete(key);
    if (told === undefined) {
      violations.push({ rule: 'EV4', evidence: `the database holds ${key}, of which the log says nothing` });
      continue;
    }
    const names = new Set([...Object.keys(fields), ...Object.keys(told.fields)]);
    for (const name of names) {
      if (isSameValue(fields[name], told.fields[name])) continue;
      const difference = `${JSON.stringify(told.fields[name])} by the log and ${JSON.stringify(fields[name])} in the database`;
      violations.push({ rule: 'EV4', evidence: `${name} of ${key} is ${difference}` });
    }
  }
  for (const key of replayed.keys())
    violations.push({ rule: 'EV4', evidence: `the log tells of ${key}, which the database lacks` });
  return violations;
}

/** The counters and rows beside the tasks agree with the log. */
export function checkRows(events: readonly ProjectEvent[], database: DatabaseState): Violation[] {
  return [...checkEventCounters(events, database), ...checkAttempts(events, database), ...checkOpenReviews(database)];
}

function checkEventCounters(events: readonly ProjectEvent[], { projects }: DatabaseState): Violation[] {
  const lengths = Map.groupBy(events, (event) => event.project);
  return projects
    .filter(({ name, eventSeq }) => (lengths.get(name)?.length ?? 0) !== eventSeq)
    .map(({ name, eventSeq }) => ({
      rule: 'EV1',
      evidence: `project ${name} counts ${eventSeq} events and its log has ${lengths.get(name)?.length ?? 0}`,
    }));
}

function checkAttempts(events: readonly ProjectEvent[], { attempts, tasks }: DatabaseState): Violation[] {
  const violations: Violation[] = [];
  const grants = new Map<string, string>();
  for (const event of events) {
    const grant = grantOf(event);
    if (grant !== null) grants.set(epochKey(event.project, event.taskId, grant.epoch), `${grant.agent} ${grant.session}`);
  }
  const statuses = new Map(tasks.map(({ project, id, fields }) => [taskKey(project, id), fields]));
  for (const attempt of attempts) {
    const { project, taskId, epoch } = attempt;
    const key = epochKey(project, taskId, epoch);
    const granted = grants.get(key);
    grants.delete(key);
    const stored = `${attempt.agent} ${attempt.session}`;
    if (granted !== stored) {
      violations.push({
        rule: 'LAW2',
        evidence: `${key} was granted to ${granted ?? 'nobody'} by the log and to ${stored} in the database`,
      });
    }
    const fields = statuses.get(taskKey(project, taskId));
    const isCurrent = fields?.['status'] === 'doing' && fields['epoch'] === epoch;
    if (isCurrent === attempt.ended) {
      violations.push({
        rule: 'LAW2',
        evidence: `the attempt ${key} is ${attempt.ended ? 'over' : 'open'}, unlike the task (${fields?.['status']})`,
      });
    }
  }
  for (const [key, who] of grants)
    violations.push({ rule: 'LAW2', evidence: `${key} was granted to ${who} and has no attempt in the database` });
  return violations;
}

/** A task waits for a decision if and only if exactly one review of it is open. */
function checkOpenReviews({ tasks, reviews }: DatabaseState): Violation[] {
  const open = Map.groupBy(
    reviews.filter(({ status }) => status === 'open' || status === 'claimed'),
    (review) => taskKey(review.project, review.taskId),
  );
  return tasks.flatMap(({ project, id, fields }) => {
    const key = taskKey(project, id);
    const found = open.get(key)?.length ?? 0;
    const wanted = fields['status'] === 'validating' ? 1 : 0;
    if (found === wanted) return [];
    return [{ rule: 'LAW2', evidence: `${key} is ${String(fields['status'])} and has ${found} open reviews` }];
  });
}

/** Nobody approves what they held themselves since it was last done (SPEC RV2); seen in the log, and again in the database. */
export function checkApprovals(events: readonly ProjectEvent[], database: DatabaseState): Violation[] {
  const free = new Set(database.projects.filter(({ selfReview }) => selfReview).map(({ name }) => name));
  return [...checkLoggedApprovals(events, free), ...checkStoredApprovals(database, free)];
}

function checkLoggedApprovals(events: readonly ProjectEvent[], free: ReadonlySet<string>): Violation[] {
  const violations: Violation[] = [];
  const holders = new Map<string, Set<string>>();
  const statuses = new Map<string, unknown>();
  for (const event of events) {
    if (event.taskId === undefined || free.has(event.project)) continue;
    const key = taskKey(event.project, event.taskId);
    const held = holders.get(key) ?? new Set();
    holders.set(key, held);
    const grant = grantOf(event);
    if (grant !== null) held.add(grant.agent);
    const decides = event.type === 'task.approved' || (event.type === 'task.done' && event.data['reviewed'] === true);
    if (decides && held.has(event.actor)) {
      violations.push({ rule: 'RV2', evidence: `${describeEvent(event)}: ${event.actor} had held the task before` });
    }
    if (event.type === 'task.reopened' && statuses.get(key) === 'done') held.clear();
    statuses.set(key, setOf(event)['status'] ?? statuses.get(key));
  }
  return violations;
}

function checkStoredApprovals({ approvals, attempts, reviews }: DatabaseState, free: ReadonlySet<string>): Violation[] {
  const byId = new Map(reviews.map((review) => [review.id, review]));
  const worked = new Set(
    attempts.map(({ project, taskId, generation, agent }) => `${taskKey(project, taskId)} ${generation} ${agent}`),
  );
  return approvals.flatMap(({ review: id, by }) => {
    const review = byId.get(id);
    if (review === undefined) return [{ rule: 'LAW2', evidence: `an approval names the review ${id}, which the database lacks` }];
    // One who approved an earlier round may have worked on a later one; the log tells those apart.
    if (review.status !== 'approved') return [];
    const key = taskKey(review.project, review.taskId);
    if (free.has(review.project) || !worked.has(`${key} ${review.generation} ${by}`)) return [];
    return [{ rule: 'RV2', evidence: `${by} approved ${id} of ${key}, on which it had worked` }];
  });
}
