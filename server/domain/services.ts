import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { type AgentService, createAgentService } from './agents/agent-service.ts';
import { PulseBook } from './agents/pulse-book.ts';
import { type ArtifactService, createArtifactService } from './artifacts/artifact-service.ts';
import { BlobKeeper } from './artifacts/blob-keeper.ts';
import { type AuthService, createAuthService } from './auth/auth-service.ts';
import { type About, createMeService, type MeService } from './auth/me-service.ts';
import { createSignInService, type SignInService } from './auth/sign-in-service.ts';
import { createTokenService, type TokenService } from './auth/token-service.ts';
import { type BlockingService, createBlockingService } from './blocking/blocking-service.ts';
import type { DomainDeps } from './deps.ts';
import { createEventFeed } from './events/event-feed.ts';
import { createEventService, type EventService } from './events/event-service.ts';
import { createCommandRunner } from './idempotency/command-runner.ts';
import { createInboxService, type InboxService } from './inbox/inbox-service.ts';
import { createMessageService, type MessageService } from './inbox/message-service.ts';
import { type AttentionService, createAttentionService } from './insight/attention-service.ts';
import { createExplainService, type ExplainService } from './insight/explain-service.ts';
import { createInsightsService, type InsightsService } from './insight/insights-service.ts';
import { createSummaryService, type SummaryService } from './insight/summary-service.ts';
import { createProjectService, type ProjectService } from './projects/project-service.ts';
import { createReservationService, type ReservationService } from './reservations/reservation-service.ts';
import { createReviewClaimService, type ReviewClaimService } from './reviews/review-claim-service.ts';
import { createReviewService, type ReviewService } from './reviews/review-service.ts';
import { type HeardSession, LeaseBook } from './sessions/lease-book.ts';
import { createSessionService, type SessionService } from './sessions/session-service.ts';
import type { Storage } from './store.ts';
import { type ClaimNextService, createClaimNextService } from './tasks/claim-next-service.ts';
import { type ClaimService, createClaimService } from './tasks/claim-service.ts';
import { createHolderService, type HolderService } from './tasks/holder-service.ts';
import { createLeadService, type LeadService } from './tasks/lead-service.ts';
import { createTaskCreateService, type TaskCreateService } from './tasks/task-create-service.ts';
import { createTaskEditService, type TaskEditService } from './tasks/task-edit-service.ts';
import { createTaskReadService, type TaskReadService } from './tasks/task-read-service.ts';
import { createUpkeep, type Upkeep } from './upkeep.ts';
import { createWaitService, type WaitService } from './wait/wait-service.ts';

/** All that the system does, for the transports to reach. */
export interface Services {
  readonly auth: AuthService;
  readonly agents: AgentService;
  readonly sessions: SessionService;
  readonly tasks: TaskCreateService &
    TaskEditService &
    TaskReadService &
    ClaimService &
    ClaimNextService &
    HolderService &
    BlockingService &
    LeadService;
  readonly artifacts: ArtifactService;
  readonly reviews: ReviewService & ReviewClaimService;
  readonly messages: MessageService;
  readonly inbox: InboxService;
  readonly reservations: ReservationService;
  readonly events: EventService;
  readonly projects: ProjectService;
  readonly tokens: TokenService;
  readonly signIn: SignInService;
  readonly me: MeService;
  readonly explain: ExplainService;
  readonly attention: AttentionService;
  readonly summary: SummaryService;
  readonly insights: InsightsService;
  readonly waiting: WaitService;
  readonly upkeep: Upkeep;
  /** Notes a sign of life of a session. */
  touch(session: HeardSession): void;
  /** Calls `listener` with the id of each token that is revoked here. */
  onRevoked(listener: (tokenId: string) => void): void;
}

export interface ServicesGiven {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly eventsKept?: number;
  readonly about?: About;
}

const ABOUT_NOTHING: About = { version: '0.0.0', demo: false };

export function createServices(given: ServicesGiven): Services {
  const { storage, clock, ids, log } = given;
  const leases = new LeaseBook();
  const deps: DomainDeps = {
    storage,
    clock,
    ids,
    leases,
    pulses: new PulseBook(),
    feed: createEventFeed(storage),
    commands: createCommandRunner({ storage, clock }),
  };
  const auth = createAuthService({ storage, clock });
  const keeper = new BlobKeeper(deps);
  const revoked = new Set<(tokenId: string) => void>();
  const tellRevoked = (tokenId: string) => {
    for (const listener of revoked) listener(tokenId);
  };
  return {
    auth,
    agents: createAgentService(deps, auth),
    sessions: createSessionService(deps),
    tasks: {
      ...createTaskCreateService(deps),
      ...createTaskEditService(deps),
      ...createTaskReadService(deps),
      ...createClaimService(deps),
      ...createClaimNextService(deps),
      ...createHolderService(deps),
      ...createBlockingService(deps),
      ...createLeadService(deps),
    },
    artifacts: createArtifactService(deps, keeper),
    reviews: { ...createReviewService(deps), ...createReviewClaimService(deps) },
    messages: createMessageService(deps),
    inbox: createInboxService(deps),
    reservations: createReservationService(deps),
    events: createEventService(deps),
    projects: createProjectService(deps),
    tokens: createTokenService(deps, { auth, onRevoked: tellRevoked }),
    signIn: createSignInService(deps, { auth, onRevoked: tellRevoked }),
    me: createMeService(deps, given.about ?? ABOUT_NOTHING),
    upkeep: createUpkeep(deps, { log, keeper, eventsKept: given.eventsKept ?? Number.POSITIVE_INFINITY }),
    explain: createExplainService(deps),
    attention: createAttentionService(deps),
    summary: createSummaryService(deps),
    insights: createInsightsService(deps),
    waiting: createWaitService(deps),
    touch: (session) => leases.touch(session),
    onRevoked: (listener) => {
      revoked.add(listener);
    },
  };
}
