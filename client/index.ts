export type { Agent } from '../server/contract/agents.ts';
export type { Artifact } from '../server/contract/artifacts.ts';
export type { Block, Blocked, WaitingOn } from '../server/contract/blocking.ts';
export type { ErrorCode } from '../server/contract/errors.ts';
export type { Event, EventType, Snapshot } from '../server/contract/events.ts';
export type { InboxPage, Message, Offer, Receipt, SentMessage, Urgency } from '../server/contract/inbox.ts';
export { parseQuery } from '../server/contract/query/parse-query.ts';
export { printQuery } from '../server/contract/query/print-query.ts';
export type { ParsedQuery, QueryProblem, QueryTerm, TaskQuery } from '../server/contract/query/query-terms.ts';
export type { Reservation, ReservationMode } from '../server/contract/reservations.ts';
export type { Review } from '../server/contract/reviews.ts';
export type { Answer, Evidence, Handover, Task, TaskStatus } from '../server/contract/tasks.ts';
export type { News, NewsKind } from '../server/contract/wait.ts';
export type { SessionInfo } from './agent-session.ts';
export type { Baton } from './baton.ts';
export {
  AgentPaused,
  type ApiProblem,
  BadRequest,
  BatonError,
  ConnectionFailed,
  CursorExpired,
  Cycle,
  EpochRequired,
  Forbidden,
  InboxFull,
  Internal,
  InvalidInput,
  KeyReused,
  LeaseLost,
  type LeaseLostReason,
  LogReset,
  MessageTaken,
  Misdirected,
  NameTaken,
  NotClaimable,
  NotFound,
  NothingClaimable,
  PathsReserved,
  RateLimited,
  StaleReview,
  StorageFull,
  TaskHeld,
  TooLarge,
  Unauthenticated,
  Unavailable,
  VersionConflict,
  WipLimit,
  WrongContentType,
} from './baton-errors.ts';
export type { AnswerInput, BlockOptions, Claim, EvidenceInput, SubmitOptions } from './claim.ts';
export type { ClaimOptions } from './claim-next.ts';
export type { ClientClock, TimerKind } from './client-clock.ts';
export { type ConnectOptions, connectBaton } from './connect-baton.ts';
export type { EventLog, EventOptions } from './event-log.ts';
export type { ArtifactSource, ArtifactUpload, FetchedArtifact } from './file-line.ts';
export type { Inbox, InboxOptions, Letter, MessageOptions } from './inbox.ts';
export type { ClaimOutcome } from './lease.ts';
export type { LiveEvent } from './live-events.ts';
export type { NewsFeed, NewsOptions } from './news-feed.ts';
export type { ReviewClaim, ReviewOutcome } from './review-claim.ts';
export type { Reviews } from './reviews.ts';
export type { Rpc } from './rpc.ts';
export type { CallPolicy } from './rpc-client.ts';
export type { ReviewDecision, ReviewHandler, ReviewOptions } from './run-reviewer.ts';
export type { WorkHandler, WorkOptions, WorkReport, WorkResult } from './run-worker.ts';
