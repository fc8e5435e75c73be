import { BatonError } from '../../contract/errors.ts';
import type { Project, ProjectCreate, ProjectListQuery, ProjectPause } from '../../contract/projects.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { ProjectRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';

export interface ProjectService {
  /** Makes a board of its own. Throws `name_taken`. */
  create(ctx: CallContext, input: ProjectCreate): Promise<Project>;
  /** Those that the caller may see. */
  list(ctx: CallContext, input: ProjectListQuery): Promise<{ items: Project[]; nextCursor: string | null }>;
  /** No new claims in the project; what is held goes on. */
  pause(ctx: CallContext, input: ProjectPause): Promise<Project>;
  resume(ctx: CallContext, input: { name: string }): Promise<Project>;
  /** Makes the project that is always there, at the first start. */
  ensure(name: string): Promise<void>;
}

export function createProjectService(deps: DomainDeps): ProjectService {
  const { storage, commands, clock } = deps;

  function setPause(
    ctx: CallContext,
    operation: string,
    call: { input: { name: string }; type: 'project.paused' | 'project.resumed'; pause: PauseFields },
  ): Promise<Project> {
    const work = async (tx: WriteTx) => {
      const { name } = call.input;
      const project = await tx.q.getProject({ name });
      const visible = ctx.principal.project === null || ctx.principal.project === name;
      if (project === undefined || !visible) throw projectNotFound(name);
      await tx.q.pauseProject({ name, ...call.pause });
      const { pausedReason: reason, drain } = call.pause;
      const at = clock.wallNow();
      await tx.append({
        project: name,
        type: call.type,
        at,
        actor: ctx.principal.name,
        task: null,
        agent: null,
        data: { reason, drain },
      });
      return toProject({ ...project, ...call.pause });
    };
    return commands.run({ ctx, operation, input: call.input, work });
  }

  return {
    create(ctx, input) {
      const work = async (tx: WriteTx) => {
        const { changes } = await tx.q.insertProject(newProject(input, clock.wallNow()));
        const stored = await tx.q.getProject({ name: input.name });
        if (changes === 1 && stored !== undefined) return toProject(stored);
        throw new BatonError('name_taken', { detail: `There is a project ${input.name} already.`, hint: 'Choose another name.' });
      };
      return commands.run({ ctx, operation: 'projects.create', input, work });
    },
    list(ctx, input) {
      return storage.read(async ({ q }) => {
        const own = ctx.principal.project;
        if (own !== null) {
          const project = await q.getProject({ name: own });
          return { items: project === undefined ? [] : [toProject(project)], nextCursor: null };
        }
        const rows = await q.listProjects({ after: input.cursor ?? '', limit: input.limit });
        return { items: rows.map(toProject), nextCursor: rows.length === input.limit ? (rows.at(-1)?.name ?? null) : null };
      });
    },
    pause(ctx, input) {
      const pause = { pausedBy: ctx.principal.name, pausedReason: input.reason, pausedAt: clock.wallNow(), drain: input.drain };
      return setPause(ctx, 'projects.pause', { input, type: 'project.paused', pause });
    },
    resume(ctx, input) {
      const pause = { pausedBy: null, pausedReason: null, pausedAt: null, drain: false };
      return setPause(ctx, 'projects.resume', { input, type: 'project.resumed', pause });
    },
    async ensure(name) {
      await storage.write(async (tx) => {
        if ((await tx.q.getProject({ name })) !== undefined) return;
        await tx.q.insertProject(newProject({ name, selfReview: false }, clock.wallNow()));
      });
    },
  };
}

type PauseFields = Pick<ProjectRecord, 'pausedBy' | 'pausedReason' | 'pausedAt' | 'drain'>;

function newProject(input: ProjectCreate, createdAt: number): ProjectRecord {
  return {
    name: input.name,
    selfReview: input.selfReview,
    pausedBy: null,
    pausedReason: null,
    pausedAt: null,
    drain: false,
    nextTask: 1,
    eventSeq: 0,
    firstEventSeq: 1,
    createdAt,
  };
}

export function toProject(project: ProjectRecord): Project {
  const { pausedBy, pausedReason, pausedAt } = project;
  return {
    name: project.name,
    selfReview: project.selfReview,
    paused:
      pausedAt === null
        ? null
        : { by: pausedBy ?? '', reason: pausedReason ?? '', drain: project.drain, since: isoTime(pausedAt) },
    createdAt: isoTime(project.createdAt),
  };
}

function projectNotFound(name: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no project ${name} that this token may see.`,
    hint: 'List the projects with GET /v1/projects.',
  });
}
