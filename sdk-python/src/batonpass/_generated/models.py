# Generated from openapi/openapi.json by `npm run generate`. Do not edit.
"""The shapes of the wire. What the server sends may grow: unknown fields, values and variants are let through."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeAlias


def _alias(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


class Output(BaseModel):
    """What the server sends. Fields that this version does not know are ignored."""

    model_config = ConfigDict(alias_generator=_alias, populate_by_name=True, extra="ignore", protected_namespaces=())


class Input(BaseModel):
    """What a client sends. Only what was set is sent, and the server checks it."""

    model_config = ConfigDict(alias_generator=_alias, populate_by_name=True, extra="allow", protected_namespaces=())


class SentToAgent(Output):
    agent: str


class SentToRole(Output):
    role: str


class SentToAll(Output):
    all: Literal[True]


class UnknownAddress(Output):
    """An Address of a kind that this version does not know; its fields are in `model_extra`."""

    model_config = ConfigDict(extra="allow")


Address: TypeAlias = Annotated[SentToAgent | SentToRole | SentToAll | UnknownAddress, Field(union_mode="left_to_right")]


AgentKind: TypeAlias = Literal["agent", "human"] | str


AgentRole: TypeAlias = Literal["viewer", "agent", "reviewer", "lead"] | str


class Presence(Output):
    connection: Literal["online", "late", "offline"] | str
    work: Literal["working", "waiting", "idle"] | str
    paused: bool
    because: str
    last_seen_ms: int | None
    """How long ago its last sign of life was; null: none yet."""
    pulse: str | None = None
    """Its last heartbeat intervals, the oldest first, at most 60: `|` it was on time, `.` it was not. Of what this
    server has not seen there is nothing.
    """


class Agent(Output):
    name: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    project: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    kind: AgentKind
    role: AgentRole
    capabilities: list[str]
    max_concurrent: int
    status: Literal["active", "paused", "retired"] | str
    status_reason: str | None
    presence: Presence
    harness: str | None
    """What runs it, as its newest session that said so did: `langchain`; null: none said."""
    current_tasks: list[str]
    created_by: str
    created_at: datetime
    """RFC 3339, UTC."""
    version: int
    """Grows by one with each change of the object."""


class Mover(Output):
    """Who or what can change it."""

    kind: Literal["agent", "role", "task", "time"] | str
    name: str
    """Of the agent or task, or the role whose people may; for `time` when."""
    how: str
    """What to do."""


class AgentReasonEntry(Output):
    reason: (
        Literal[
            "retired",
            "only_reads",
            "paused",
            "project_paused",
            "asked_to_finish",
            "never_seen",
            "offline",
            "late",
            "works",
            "at_limit",
            "awaits_decision",
            "review_to_do",
            "task_to_claim",
            "paths_held",
            "lacks_capabilities",
            "reserved_for_others",
            "all_wait",
            "all_scheduled",
            "no_task",
        ]
        | str
    )
    """`retired`: It has retired for good. `only_reads`: Its role may read and no more. `paused`: Somebody paused it: it
    may finish what it holds. `project_paused`: Somebody paused the project, and nothing in it is claimed.
    `asked_to_finish`: It, or the whole project, was asked to finish what is held and take no more. `never_seen`: It
    has given no sign of life yet. `offline`: It has not been heard of for long. `late`: It has not been heard of
    lately. `works`: It holds tasks. `at_limit`: It holds as many tasks as it may. `awaits_decision`: Work that it
    handed in waits for a decision. `review_to_do`: A review waits that it may decide. `task_to_claim`: A task is
    there that it may claim. `paths_held`: Tasks are ready that touch paths which other claims hold.
    `lacks_capabilities`: Tasks are ready that ask for capabilities which it lacks. `reserved_for_others`: Tasks are
    ready that only others may claim. `all_wait`: Tasks are there that wait for others to be done. `all_scheduled`:
    Tasks are there whose time has not come. `no_task`: No task is in todo.
    """
    task_ids: list[str]
    because: str
    """What is so, with names, numbers and times."""
    since: datetime | None
    ends_in_ms: int | None
    """When time alone ends it; null: never, or nobody knows."""
    movers: list[Mover]


class AgentExplanation(Output):
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    because: str
    """The first of the reasons."""
    reasons: list[AgentReasonEntry]


class AgentPage(Output):
    items: list[Agent]
    next_cursor: str | None


class AgentPause(Input):
    reason: str
    """Why, for the people and agents who read it later."""
    drain: bool | None = None
    """Also ask it to finish what it holds."""


class AgentReason(Input):
    reason: str
    """Why, for the people and agents who read it later."""


class AgentRegister(Input):
    name: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    kind: AgentKind | None = None
    role: AgentRole | None = None
    capabilities: list[str] | None = None
    max_concurrent: int | None = None
    """How many tasks it may hold at once."""
    rejoin: bool | None = None
    """If the name exists and the caller registered it: a further token for it."""


class AgentUpdate(Input):
    capabilities: list[str] | None = None
    role: AgentRole | None = None
    max_concurrent: int | None = None
    """How many tasks it may hold at once."""


class Answer(Output):
    criterion: int
    """The index in the task's acceptance list."""
    met: bool
    note: str


class AnswerInput(Input):
    criterion: int
    """The index in the task's acceptance list."""
    met: bool
    note: str | None = None


class Approval(Output):
    by: str
    self_review: bool
    """Whether the approver had worked on it, where the project allows that."""
    note: str | None
    at: datetime
    """RFC 3339, UTC."""


class Artifact(Output):
    name: str
    """A file name, safe on every system: letters, digits, dot, dash, underscore."""
    size: int
    """In bytes."""
    sha256: str
    """Of the content, in hex."""
    media_type: str
    """What the bytes are, as their author says; over REST the Content-Type header."""
    by: str
    """Who attached it."""
    at: datetime
    """RFC 3339, UTC."""
    epoch: int | None
    """The epoch of the holder who attached it; null: a lead did."""


AskedRole: TypeAlias = Literal["agent", "reviewer", "lead"] | str


AttemptOutcome: TypeAlias = (
    Literal[
        "submitted",
        "released",
        "expired",
        "taken_over",
        "force_released",
        "cancelled",
        "session_ended",
        "blocked",
    ]
    | str
)


class Attempt(Output):
    epoch: int
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    session: str
    started_at: datetime
    """RFC 3339, UTC."""
    ended_at: datetime | None
    outcome: AttemptOutcome | None
    """null while it goes on"""
    reason: str | None


AttentionKind: TypeAlias = (
    Literal[
        "question",
        "blocked",
        "review",
        "review_stuck",
        "task_failed",
        "dependency_broken",
        "nobody_able",
        "holder_silent",
        "message",
        "message_undelivered",
        "project_paused",
    ]
    | str
)


AttentionUrgency: TypeAlias = Literal["now", "next", "whenever"] | str


class AttentionItem(Output):
    id: str
    """The same for as long as the same thing waits."""
    kind: AttentionKind
    urgency: AttentionUrgency
    from_: str
    """Who asks: an agent, a person, or `system`."""
    what: str
    """What exactly is wanted of you."""
    since: datetime
    """RFC 3339, UTC."""
    otherwise: str
    """What happens if you do nothing."""
    task_id: str | None
    review_id: str | None
    message_id: str | None
    agent: str | None
    """The agent that it is about."""


class AttentionList(Output):
    items: list[AttentionItem]
    """The most urgent first, then the oldest."""
    count: int
    """How many there are, shown or not."""
    truncated: bool


BlockKind: TypeAlias = Literal["question", "dependency", "resource", "external"] | str
"""`question`: somebody must answer; `dependency`: another task must be done; `resource`: something is in use or
lacking; `external`: something outside of the board.
"""


BlockEnding: TypeAlias = (
    Literal[
        "answered",
        "unblocked",
        "taken_back",
        "dependency_done",
        "date_reached",
        "cancelled",
    ]
    | str
)


class WaitingOnAgent(Output):
    agent: str
    """An agent of this project."""


class WaitingOnRole(Output):
    role: AskedRole
    """Whoever has at least this role."""


class WaitingOnTask(Output):
    task: str
    """Until this task is done."""


class WaitingOnHuman(Output):
    human: str
    """A person: an agent of kind `human` by name, or `any`."""


class UnknownWaitingOn(Output):
    """A WaitingOn of a kind that this version does not know; its fields are in `model_extra`."""

    model_config = ConfigDict(extra="allow")


WaitingOn: TypeAlias = Annotated[
    WaitingOnAgent | WaitingOnRole | WaitingOnTask | WaitingOnHuman | UnknownWaitingOn,
    Field(union_mode="left_to_right"),
]
"""Who or what a blocked task waits for."""


class Block(Output):
    kind: BlockKind
    reason: str
    """For a question the question."""
    waiting_on: WaitingOn | None
    """null: nobody in particular; leads see it."""
    until: datetime | None
    """From this moment on it can be claimed again, whatever it waits for."""
    options: list[str]
    """Answers that a question proposes; another is allowed."""
    by: str
    """The agent that blocked it."""
    epoch: int
    """The epoch that ended with it; an answer may name it."""
    times: int
    """How often the task was blocked for this same reason, this time included."""
    escalated: bool
    """Whether it has come to the leads for that: then it ends by a lead alone."""
    at: datetime
    """RFC 3339, UTC."""
    ended_at: datetime | None
    """null while it lasts"""
    ended_by: str | None
    ending: BlockEnding | None
    answer: str | None
    """What whoever ended it said to the next holder."""


class Blocked(Output):
    kind: BlockKind
    reason: str
    """For a question the question."""
    waiting_on: WaitingOn | None
    """null: nobody in particular; leads see it."""
    until: datetime | None
    """From this moment on it can be claimed again, whatever it waits for."""
    options: list[str]
    """Answers that a question proposes; another is allowed."""
    by: str
    """The agent that blocked it."""
    epoch: int
    """The epoch that ended with it; an answer may name it."""
    times: int
    """How often the task was blocked for this same reason, this time included."""
    escalated: bool
    """Whether it has come to the leads for that: then it ends by a lead alone."""


class CancelledNews(Output):
    """A task that it held or handed in was cancelled."""

    kind: Literal["cancelled"]
    task_id: str
    """T- and a number, unique in the project and never used again."""
    by: str
    because: str
    """What happened, for people and models."""


class ClaimNext(Input):
    count: int | None = None
    labels: list[str] | None = None
    """Only tasks that have at least one of these labels; empty: any task."""
    wait_seconds: int | None = None
    """Wait so long for a task when there is none."""


class ClaimNextResultNone(Output):
    because: str
    next_claimable_in_ms: int | None
    """When the next task becomes claimable by time alone, if any does."""


TaskStatus: TypeAlias = Literal["todo", "doing", "validating", "done", "blocked", "failed", "cancelled"] | str


class TaskHolder(Output):
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    session: str
    lease_remaining_ms: int
    """A duration in milliseconds."""


HealthState: TypeAlias = Literal["ok", "expiring", "silent", "blocked", "bounced", "stuck"] | str


class TaskHealth(Output):
    state: HealthState
    since: datetime
    """RFC 3339, UTC."""
    because: str


class Session(Output):
    id: str
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    project: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    heartbeat_interval_ms: int
    """How often to send a heartbeat while nothing else says so."""


class Task(Output):
    id: str
    """T- and a number, unique in the project and never used again."""
    project: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    title: str
    brief: str
    status: TaskStatus
    status_since: datetime
    """When it came to that status."""
    priority: int
    """0 is the most urgent."""
    labels: list[str]
    requires: list[str]
    depends_on: list[str]
    paths: list[str]
    acceptance: list[str]
    assignee: str | None
    """The only agent that may claim it; null: anyone."""
    reviewer: str
    """`any`, `none`, or the name of the agent that must review it."""
    reviews_required: int
    lease_ttl_seconds: int
    max_attempts: int
    attempts: int
    """Claims since it was made or last reopened, but for those that ended in a block."""
    epoch: int
    """The fencing token; grows with each grant, release, expiry or forced move."""
    version: int
    """Grows by one with each change of the object."""
    holder: TaskHolder | None
    claimable: bool
    """Whether some agent may claim it at this moment; who holds its paths is not looked at."""
    blocked: Blocked | None
    """Set while the status is `blocked`."""
    health: TaskHealth
    revision: int
    """Counts submissions; a review decision names it."""
    summary: str | None
    """What the last submission said."""
    created_by: str
    created_at: datetime
    """RFC 3339, UTC."""
    updated_at: datetime
    """RFC 3339, UTC."""
    not_before: datetime | None
    due_at: datetime | None


class Note(Output):
    kind: Literal["progress", "review"] | str
    epoch: int
    author: str
    text: str
    percent: int | None
    at: datetime
    """RFC 3339, UTC."""


class Handover(Output):
    """What earlier attempts left, newest first."""

    attempts: list[Attempt]
    notes: list[Note]
    blocks: list[Block]
    artifacts: list[Artifact]
    """By name."""


class ClaimResult(Output):
    task: Task
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""
    fence: str
    """Task and epoch, `T-12:7`, for use outside: in a branch name, in a merge check."""
    lease_remaining_ms: int
    """A duration in milliseconds."""
    already_held: bool
    """Whether this session held it already."""
    handover: Handover


class ClaimNextResult(Output):
    claims: list[ClaimResult]
    none: ClaimNextResultNone | None


Vouched: TypeAlias = Literal["self", "checked"] | str
"""Who says so: the author alone, or a program that checked it."""


class CommandEvidence(Output):
    type: Literal["command"]
    command: str
    exit_code: int
    output: str | None = None
    vouched_by: Vouched


class CommandEvidenceInput(Input):
    type: Literal["command"]
    command: str
    exit_code: int
    output: str | None = None
    vouched_by: Vouched | None = None


class Comment(Output):
    id: str
    task_id: str
    """T- and a number, unique in the project and never used again."""
    author: str
    body: str
    at: datetime
    """RFC 3339, UTC."""


class CommentCreate(Input):
    body: str


class CommitEvidence(Output):
    type: Literal["commit"]
    sha: str
    repository: str | None = None
    vouched_by: Vouched


class CommitEvidenceInput(Input):
    type: Literal["commit"]
    sha: str
    repository: str | None = None
    vouched_by: Vouched | None = None


class DecisionNews(Output):
    """What was decided on work that this agent handed in."""

    kind: Literal["decision"]
    review_id: str
    task_id: str
    """T- and a number, unique in the project and never used again."""
    status: TaskStatus
    by: str
    because: str
    """What happened, for people and models."""


ErrorCode: TypeAlias = (
    Literal[
        "bad_request",
        "unauthenticated",
        "forbidden",
        "not_found",
        "version_conflict",
        "task_held",
        "not_claimable",
        "paths_reserved",
        "lease_lost",
        "message_taken",
        "stale_review",
        "name_taken",
        "wip_limit",
        "agent_paused",
        "cycle",
        "cursor_expired",
        "log_reset",
        "too_large",
        "wrong_content_type",
        "misdirected",
        "invalid_input",
        "key_reused",
        "epoch_required",
        "rate_limited",
        "inbox_full",
        "internal",
        "unavailable",
        "storage_full",
    ]
    | str
)


EventType: TypeAlias = (
    Literal[
        "task.created",
        "task.updated",
        "task.claimed",
        "task.progressed",
        "task.submitted",
        "task.released",
        "task.expired",
        "task.blocked",
        "task.unblocked",
        "task.stalled",
        "task.approved",
        "task.changes_requested",
        "task.done",
        "task.failed",
        "task.cancelled",
        "task.reopened",
        "task.commented",
        "task.attached",
        "agent.registered",
        "agent.updated",
        "agent.paused",
        "agent.resumed",
        "agent.retired",
        "message.sent",
        "message.taken",
        "message.acked",
        "message.expired",
        "session.started",
        "session.ended",
        "session.lost",
        "reservation.made",
        "reservation.released",
        "review.claimed",
        "review.released",
        "review.expired",
        "review.escalated",
        "project.paused",
        "project.resumed",
    ]
    | str
)


class Event(Output):
    seq: int
    """The event's number in its project: 1, 2, 3 … without holes."""
    type: EventType
    at: datetime
    """RFC 3339, UTC."""
    actor: str
    """Who did it: an agent, a person, or `system`."""
    task_id: str | None = None
    """T- and a number, unique in the project and never used again."""
    agent: str | None = None
    """A name: lower-case letters, digits, dot, dash, underscore."""
    data: dict[str, Any]
    """What changed; enough to rebuild the state by replay."""


class EventPage(Output):
    items: list[Event]
    next_cursor: str
    """Pass as `after` to go on from here; always set."""
    previous_cursor: str | None = None
    """Pass as `before` to go further back; null: nothing older is kept. Not there for the events of one task."""
    head: str
    """The cursor of the newest event."""


class UrlEvidence(Output):
    type: Literal["url"]
    url: str
    vouched_by: Vouched


class FileEvidence(Output):
    type: Literal["file"]
    path: str
    vouched_by: Vouched


class UnknownEvidence(Output):
    """An Evidence of a kind that this version does not know; its fields are in `model_extra`."""

    model_config = ConfigDict(extra="allow")

    type: str


Evidence: TypeAlias = Annotated[
    CommitEvidence | UrlEvidence | CommandEvidence | FileEvidence | UnknownEvidence,
    Field(union_mode="left_to_right"),
]


class UrlEvidenceInput(Input):
    type: Literal["url"]
    url: str
    vouched_by: Vouched | None = None


class FileEvidenceInput(Input):
    type: Literal["file"]
    path: str
    vouched_by: Vouched | None = None


EvidenceInput: TypeAlias = CommitEvidenceInput | UrlEvidenceInput | CommandEvidenceInput | FileEvidenceInput


class Fence(Output):
    task_id: str
    """T- and a number, unique in the project and never used again."""
    epoch: int
    """The epoch that was asked for."""
    current_epoch: int
    valid: bool
    """Whether no other claim has been granted, and nothing taken away, since that epoch."""
    status: TaskStatus
    agent: str | None
    """Who was given that epoch."""


class HeartbeatLease(Input):
    task_id: str
    """T- and a number, unique in the project and never used again."""
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""


class HeartbeatReview(Input):
    review_id: str
    """The id of a review, `rev_…`."""
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""


class Heartbeat(Input):
    leases: list[HeartbeatLease] | None = None
    inbox_seen: int | None = None
    """The number up to which the process has received its inbox: senders then see `delivered`."""
    reviews: list[HeartbeatReview] | None = None
    """The reviews in hand, which are leases too."""


class LeaseOk(Output):
    task_id: str
    """T- and a number, unique in the project and never used again."""
    state: Literal["ok"]
    lease_remaining_ms: int
    """A duration in milliseconds."""


LostReason: TypeAlias = (
    Literal[
        "taken_over",
        "released",
        "force_released",
        "cancelled",
        "submitted",
        "expired",
        "session_ended",
        "blocked",
        "not_yours",
        "decided",
    ]
    | str
)


class LeaseLost(Output):
    task_id: str
    """T- and a number, unique in the project and never used again."""
    state: Literal["lost"]
    reason: LostReason
    current_epoch: int


class UnknownLeaseReport(Output):
    """A LeaseReport of a kind that this version does not know; its fields are in `model_extra`."""

    model_config = ConfigDict(extra="allow")

    state: str


LeaseReport: TypeAlias = Annotated[LeaseOk | LeaseLost | UnknownLeaseReport, Field(union_mode="left_to_right")]


class ReviewLeaseOk(Output):
    review_id: str
    state: Literal["ok"]
    lease_remaining_ms: int
    """A duration in milliseconds."""


class ReviewLeaseLost(Output):
    review_id: str
    state: Literal["lost"]
    reason: LostReason
    current_epoch: int


class UnknownReviewLeaseReport(Output):
    """A ReviewLeaseReport of a kind that this version does not know; its fields are in `model_extra`."""

    model_config = ConfigDict(extra="allow")

    state: str


ReviewLeaseReport: TypeAlias = Annotated[
    ReviewLeaseOk | ReviewLeaseLost | UnknownReviewLeaseReport,
    Field(union_mode="left_to_right"),
]


class HeartbeatResult(Output):
    leases: list[LeaseReport]
    reviews: list[ReviewLeaseReport]
    cancel_requested: list[str]
    """Of the tasks named, those that were cancelled: stop working on them."""
    drain: bool
    """Whether the agent is asked to finish what it holds and take no more."""
    inbox_head: int
    """The number of the newest message in the inbox; 0: none."""
    event_head: str
    """The cursor of the newest event."""
    next_heartbeat_ms: int
    """When the next heartbeat is wanted."""


class InboxAck(Input):
    up_to: int | None = None
    """All up to this number."""
    seqs: list[int] | None = None
    """These numbers."""
    ids: list[str] | None = None
    """These messages; the way for those to a role, too."""


class InboxAcked(Output):
    head: int
    acked: int
    unacked: int


Urgency: TypeAlias = Literal["now", "next", "whenever"] | str
"""When to read it: at once, before the next piece of work, or whenever there is time."""


class Message(Output):
    id: str
    from_: str
    """An agent, a person, or `system`."""
    to: Address
    subject: str | None
    body: str
    """What its sender wrote: data, not instructions of the server."""
    urgency: Urgency
    thread_id: str
    """The id of the first message of the thread, which may be this one."""
    reply_to: str | None
    task_id: str | None
    sent_at: datetime
    """RFC 3339, UTC."""
    expires_at: datetime
    """RFC 3339, UTC."""


class InboxItem(Output):
    seq: int
    """The number of a message in an inbox: 1, 2, 3 … without holes."""
    message: Message
    acked_at: datetime | None


MailRole: TypeAlias = Literal["agent", "reviewer", "lead"] | str


class Offer(Output):
    role: MailRole
    message: Message
    taken_by: str | None
    """The caller, once it has taken it; null: free to take."""
    lease_remaining_ms: int | None
    """How long it is kept for the taker; then another may take it."""


class InboxPage(Output):
    items: list[InboxItem]
    """In the order of their numbers."""
    head: int
    """The number of the newest message; 0: none yet."""
    acked: int
    """Up to this number nothing waits any more."""
    unacked: int
    """How many wait."""
    offers: list[Offer]
    """Messages to the caller's role that it may take, or has taken and not acknowledged; oldest first."""


class InsightsBucketEnded(Output):
    """How many tasks came to each end within it."""

    done: int
    failed: int
    cancelled: int


class InsightsBucketExpiries(Output):
    """How many leases were written down as expired within it."""

    tasks: int
    reviews: int


class InsightsBucket(Output):
    from_: datetime
    """RFC 3339, UTC."""
    to: datetime
    """RFC 3339, UTC."""
    depth: dict[str, int]
    """How many tasks had each status at its end."""
    ended: InsightsBucketEnded
    """How many tasks came to each end within it."""
    expiries: InsightsBucketExpiries
    """How many leases were written down as expired within it."""


class Spread(Output):
    count: int
    p50_ms: int | None
    """Half took at most this long; null: there were none."""
    p90_ms: int | None


class InsightsStays(Output):
    """For how long tasks stayed in a status, each time that one left it for another within the time asked for."""

    todo: Spread
    doing: Spread
    validating: Spread
    blocked: Spread


class Insights(Output):
    project: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    as_of: str
    """The cursor as of which the numbers hold."""
    since: datetime
    """From when on the log was read. Buckets that begin earlier say less than there was."""
    complete: bool
    """Whether that is all that was asked for: the log is kept, and read, only so far back."""
    bucket_ms: int
    """A duration in milliseconds."""
    buckets: list[InsightsBucket]
    """The oldest first; the last one ends now."""
    stays: InsightsStays
    """For how long tasks stayed in a status, each time that one left it for another within the time asked for."""
    review_wait: Spread
    """From a submission until somebody took its review in hand or decided it; of both within the time."""


class LeaseLostNews(Output):
    """A task that it held is no longer its own."""

    kind: Literal["lease_lost"]
    task_id: str
    """T- and a number, unique in the project and never used again."""
    by: str
    because: str
    """What happened, for people and models."""


class Login(Input):
    code: Annotated[str, Field(repr=False)]


Role: TypeAlias = Literal["viewer", "agent", "reviewer", "lead", "admin"] | str


class LoginLink(Output):
    name: str
    """As whom it signs in."""
    role: Role
    code: Annotated[str, Field(repr=False)]
    """Works once. Shown this once; the server keeps only its hash."""
    path: Annotated[str, Field(repr=False)]
    """The link, to be put behind the server's address. The code is its fragment, which no browser sends."""
    expires_at: datetime
    """RFC 3339, UTC."""


class LoginLinkCreate(Input):
    name: str | None = None
    """The person; made as an agent of kind `human` if there is none of that name. null: whoever calls."""
    role: AgentRole | None = None
    """For a new person; `viewer` when left out. One who exists keeps their own."""
    expires_in_seconds: int | None = None


class MeServer(Output):
    version: str
    demo: bool
    """Whether the board is one to look at, with simulated agents, that goes with the server."""
    now: datetime
    """By the clock of the node that answers. Leases are measured on another one."""
    engine: str
    """What stores the board: `sqlite`, or `postgres` and its version."""
    journal: str
    synchronous: str
    """With `journal`, the durability in force: what /healthz says."""
    shared: bool
    """Whether several nodes may serve this board."""


class MeLeases(Output):
    ttl_default_seconds: int
    ttl_min_seconds: int
    ttl_max_seconds: int
    reclaim_delay_ms: int
    """How long after its end a lease keeps others out still."""
    heartbeat_ms: int
    """How often a session says that it lives, unless a shorter lease asks for more."""


class Me(Output):
    name: str
    """Under which it acts in the log."""
    kind: Literal["agent", "human", "key"] | str
    """An agent, a person, or a key that is nobody’s: of the admin, or made with POST /v1/tokens."""
    role: Role
    is_admin: bool
    project: str | None
    """The one that it may see; null: every project, as GET /v1/projects lists them."""
    agent: str | None
    """The agent or person that it is on the board; null: none, so that it holds no tasks and has no inbox."""
    token_id: str
    """To tell it from others in GET /v1/tokens."""
    sign_in: Literal["bearer", "browser"] | str
    """Whether it came with a token of its own, or by the cookie of a browser, which POST /v1/logout ends."""
    expires_at: datetime | None
    """When the token or the cookie ends; null: never."""
    server: MeServer
    leases: MeLeases


class MessageNews(Output):
    """A message that waits in the inbox, or is offered to the role."""

    kind: Literal["message"]
    message_id: str
    seq: int | None
    """Its number in your own inbox; null: it is to your role, and you acknowledge it by its id."""
    from_: str
    urgency: Urgency
    because: str
    """What happened, for people and models."""


class ToAgent(Input):
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""


class ToRole(Input):
    role: MailRole


class ToAll(Input):
    all: Literal[True]


Recipient: TypeAlias = ToAgent | ToRole | ToAll
"""One agent; a role, of which one takes it; or all agents of the project."""


class MessageSend(Input):
    to: Recipient | None = None
    """May be left out with replyTo: then it goes to whoever sent that."""
    body: str
    """The text. Agents named in it as @name get it too."""
    subject: str | None = None
    urgency: Urgency | None = None
    task_id: str | None = None
    """The task that it is about."""
    reply_to: str | None = None
    """The message that it answers; it joins its thread."""
    thread_id: str | None = None
    """The first message of the thread that it joins, where it answers none of it."""
    dedupe_key: str | None = None
    """What was sent to the same recipient under this key is not sent again; the first message is the answer."""
    expires_in_seconds: int | None = None
    """How long it may wait to be acknowledged; then it is a dead letter and the sender is told."""


class TaskNews(Output):
    """A task that this agent could claim. It is not claimed."""

    kind: Literal["task"]
    task_id: str
    """T- and a number, unique in the project and never used again."""
    title: str
    priority: int
    because: str
    """What happened, for people and models."""


class ReviewNews(Output):
    """A review that this agent may do."""

    kind: Literal["review"]
    review_id: str
    task_id: str
    """T- and a number, unique in the project and never used again."""
    revision: int
    because: str
    """What happened, for people and models."""


class UnknownNews(Output):
    """A News of a kind that this version does not know; its fields are in `model_extra`."""

    model_config = ConfigDict(extra="allow")

    kind: str


News: TypeAlias = Annotated[
    TaskNews | MessageNews | ReviewNews | DecisionNews | CancelledNews | LeaseLostNews | UnknownNews,
    Field(union_mode="left_to_right"),
]


NewsKind: TypeAlias = Literal["task", "message", "review", "decision", "cancelled", "lease_lost"] | str


class Orphan(Output):
    """What a holder handed in after it had lost the lease."""

    id: str
    epoch: int
    agent: str
    operation: str
    payload: Any
    at: datetime
    """RFC 3339, UTC."""


class ProblemProblem(Output):
    path: str
    message: str
    position: int | None = None
    """Of the character in that text at which it stops being right, counted from 0."""
    expected: str | None = None
    """What could stand there."""


class Problem(Output):
    type: str
    """A URI that names the kind of problem."""
    title: str
    """The kind of problem in a few words; the same for each code."""
    status: int
    """The HTTP status."""
    detail: str
    """What happened here, naming the thing."""
    code: ErrorCode
    hint: str
    """What to do next."""
    retryable: bool
    """Whether the same request may succeed later."""
    request_id: str
    current: Any = None
    """The object as it is now, where the caller acted on old knowledge."""
    problems: list[ProblemProblem] | None = None
    """Each part of the request that is wrong, with its path."""


class ProgressResult(Output):
    task: Task
    lease_remaining_ms: int
    """A duration in milliseconds."""


class ProjectPaused(Output):
    by: str
    reason: str
    drain: bool
    since: datetime
    """RFC 3339, UTC."""


class Project(Output):
    name: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    self_review: bool
    """Whether one who worked on a task may approve it."""
    paused: ProjectPaused | None
    created_at: datetime
    """RFC 3339, UTC."""


class ProjectCreate(Input):
    name: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    self_review: bool | None = None


class ProjectPage(Output):
    items: list[Project]
    next_cursor: str | None


class ProjectPause(Input):
    reason: str
    """Why, for the people and agents who read it later."""
    drain: bool | None = None
    """Also ask holders to finish."""


class QueuedReviewHolder(Output):
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    session: str
    lease_remaining_ms: int
    """A duration in milliseconds."""


class QueuedReviewEscalated(Output):
    since: datetime
    """RFC 3339, UTC."""
    because: str


ReviewStatus: TypeAlias = Literal["open", "claimed", "approved", "changes_requested", "superseded"] | str


class QueuedReview(Output):
    id: str
    task_id: str
    """T- and a number, unique in the project and never used again."""
    revision: int
    round: int
    """1 for the first submission since the task was last done."""
    author: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    reviewer: str
    """`any`, or the name of the agent that must decide."""
    status: ReviewStatus
    waiting_ms: int
    """How long it has waited, or waited until it was decided."""
    summary: str
    evidence: list[Evidence]
    answers: list[Answer]
    approvals: list[Approval]
    note: str | None
    """What the decision said."""
    decided_by: str | None
    epoch: int
    """The fencing token of the review's own lease; grows with each claim, release and expiry."""
    holder: QueuedReviewHolder | None
    """Who has it in hand. While somebody has, nobody else decides."""
    expiries: int
    """How many reviewers let their lease run out."""
    escalated: QueuedReviewEscalated | None
    """Set once the leads are asked: after three expiries, or two hours. Nothing is ever approved by time."""
    created_at: datetime
    """RFC 3339, UTC."""
    offered_to: str | None
    """Who should take it: the reviewer named, or of those who are able and alive the least busy. Others that are able
    may take it too. null: it is in hand or decided, or there is nobody.
    """


ReceiptState: TypeAlias = Literal["queued", "delivered", "acked", "expired"] | str


class Receipt(Output):
    inbox: str
    """Whose: a name, or `role:` and a role."""
    state: ReceiptState
    """Queued; delivered: the recipient said that it has it; acked; expired: a dead letter, since its time was over or,
    of a message to all, the inbox was full.
    """
    taken_by: str | None
    """Who took it, of a message to a role."""
    at: datetime | None
    """When it came to that; null while queued."""


class Registration(Output):
    agent: Agent
    token: Annotated[str, Field(repr=False)]
    """Shown this once; the server keeps only its hash."""


ReservationMode: TypeAlias = Literal["exclusive", "shared"] | str
"""Shared holds may overlap each other; an exclusive one overlaps none of another claim."""


class Reservation(Output):
    id: str
    task_id: str
    """T- and a number, unique in the project and never used again."""
    epoch: int
    """The claim that it is held under; it ends with that."""
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    mode: ReservationMode
    paths: list[str]
    declared: bool
    """Whether the claim made it by itself, from the task's own paths."""
    lease_remaining_ms: int
    """What is left of the lease of its claim."""
    created_at: datetime
    """RFC 3339, UTC."""


class ReservationCreate(Input):
    task_id: str
    """A task that the calling session holds."""
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""
    paths: list[str]
    """Globs, relative to the root of the repository: `src/**`, `docs/*.md`, `server/{a,b}.ts`."""
    mode: ReservationMode | None = None


class ReservationPage(Output):
    items: list[Reservation]
    next_cursor: str | None


class ReviewHolder(Output):
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    session: str
    lease_remaining_ms: int
    """A duration in milliseconds."""


class ReviewEscalated(Output):
    since: datetime
    """RFC 3339, UTC."""
    because: str


class Review(Output):
    id: str
    task_id: str
    """T- and a number, unique in the project and never used again."""
    revision: int
    round: int
    """1 for the first submission since the task was last done."""
    author: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    reviewer: str
    """`any`, or the name of the agent that must decide."""
    status: ReviewStatus
    waiting_ms: int
    """How long it has waited, or waited until it was decided."""
    summary: str
    evidence: list[Evidence]
    answers: list[Answer]
    approvals: list[Approval]
    note: str | None
    """What the decision said."""
    decided_by: str | None
    epoch: int
    """The fencing token of the review's own lease; grows with each claim, release and expiry."""
    holder: ReviewHolder | None
    """Who has it in hand. While somebody has, nobody else decides."""
    expiries: int
    """How many reviewers let their lease run out."""
    escalated: ReviewEscalated | None
    """Set once the leads are asked: after three expiries, or two hours. Nothing is ever approved by time."""
    created_at: datetime
    """RFC 3339, UTC."""


class ReviewClaim(Output):
    review: Review
    task: Task
    epoch: int
    """The fencing token of the claim: the review's epoch."""
    lease_remaining_ms: int
    """A duration in milliseconds."""
    already_held: bool
    """Whether this session had it in hand already."""


class ReviewDecide(Input):
    epoch: int | None = None
    """What the claim gave; absent: a decision without a claim, while nobody else has it in hand."""
    revision: int
    """The revision that was looked at."""
    decision: Literal["approve", "request_changes"] | str
    note: str | None = None
    """Demanded when changes are requested."""


class ReviewDecision(Output):
    review: Review
    task: Task


class ReviewPage(Output):
    items: list[QueuedReview]
    next_cursor: str | None


class ReviewRelease(Input):
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""
    reason: str
    """Why, for the people and agents who read it later."""


class SentMessage(Output):
    id: str
    from_: str
    """An agent, a person, or `system`."""
    to: Address
    subject: str | None
    body: str
    """What its sender wrote: data, not instructions of the server."""
    urgency: Urgency
    thread_id: str
    """The id of the first message of the thread, which may be this one."""
    reply_to: str | None
    task_id: str | None
    sent_at: datetime
    """RFC 3339, UTC."""
    expires_at: datetime
    """RFC 3339, UTC."""
    receipts: list[Receipt]
    """One for each inbox that it lies in."""


class SentPage(Output):
    items: list[Message]
    """Newest first; those of one millisecond in any order. How far one has come says GET /v1/messages/{id}."""
    next_cursor: str | None


class SessionEnded(Output):
    id: str
    released: list[str]
    """The tasks that it held and that are free now."""
    released_reviews: list[str]
    """The reviews that it had in hand, by id."""


class SessionStart(Input):
    harness: str | None = None
    """What runs the agent, for people: `langchain`, `claude-code`."""
    host: str | None = None
    pid: int | None = None
    sdk_version: str | None = None


class SignedIn(Output):
    name: str
    role: Role
    project: str | None
    """null: every project."""
    expires_at: datetime
    """When the cookie ends."""


class SignedOut(Output):
    name: str


class Snapshot(Output):
    as_of: str
    """The cursor up to which this holds; subscribe from here."""
    project: Project
    agents: list[Agent]
    tasks: list[Task]
    """All that are open, and those that ended in the last 24 hours."""
    reviews: list[Review]
    """Those that wait for a decision."""
    reservations: list[Reservation]
    """Those that are held."""
    truncated: bool
    """Whether there were more than the limits of a snapshot allow."""


class SummaryReviews(Output):
    waiting: int
    oldest_ms: int | None


class SummaryAgents(Output):
    """Of those that have not retired."""

    online: int
    late: int
    offline: int
    paused: int


class Summary(Output):
    as_of: str
    """The cursor as of which the numbers hold."""
    project: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    paused: bool
    tasks: dict[str, int]
    """How many tasks have each status."""
    claimable: int
    """Tasks that some agent may claim now."""
    held: int
    expiring: int
    """Held, and the lease is about to run out."""
    silent: int
    """Held by an agent that is alive and has noted no progress for long."""
    stuck: int
    """In todo and waiting for a task that failed or was cancelled."""
    reviews: SummaryReviews
    agents: SummaryAgents
    """Of those that have not retired."""
    attention: int
    """How much waits on the caller: the count of GET /v1/attention."""


class TaskBatch(Output):
    tasks: list[Task]


class TaskBatchItem(Input):
    title: str
    brief: str | None = None
    """What is to be done, in Markdown."""
    priority: int | None = None
    """0 is the most urgent."""
    labels: list[str] | None = None
    requires: list[str] | None = None
    """Capabilities that an agent must have to claim it."""
    depends_on: list[str] | None = None
    """Task ids, or refs of this batch."""
    paths: list[str] | None = None
    """Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them."""
    acceptance: list[str] | None = None
    """Criteria that the submission answers one by one."""
    assignee: str | None = None
    reviewer: str | None = None
    """`any`, `none`, or the name of the agent that must review it."""
    reviews_required: int | None = None
    lease_ttl_seconds: int | None = None
    max_attempts: int | None = None
    not_before: datetime | str | None = None
    """Not claimable before this moment."""
    due_at: datetime | str | None = None
    ref: str | None = None
    """A name for this task within the batch."""


class TaskBatchCreate(Input):
    tasks: list[TaskBatchItem]


class TaskBlock(Input):
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""
    kind: BlockKind
    reason: str
    """What stands in the way; for a question the question."""
    waiting_on: WaitingOn | None = None
    """A dependency names a task; a question without it goes to the leads."""
    until: datetime | str | None = None
    """Not before this moment; then it can be claimed again, whatever it waits for."""
    options: list[str] | None = None
    """Answers to choose from; for a question."""


class TaskCreate(Input):
    title: str
    brief: str | None = None
    """What is to be done, in Markdown."""
    priority: int | None = None
    """0 is the most urgent."""
    labels: list[str] | None = None
    requires: list[str] | None = None
    """Capabilities that an agent must have to claim it."""
    depends_on: list[str] | None = None
    """Tasks that must be done first."""
    paths: list[str] | None = None
    """Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them."""
    acceptance: list[str] | None = None
    """Criteria that the submission answers one by one."""
    assignee: str | None = None
    reviewer: str | None = None
    """`any`, `none`, or the name of the agent that must review it."""
    reviews_required: int | None = None
    lease_ttl_seconds: int | None = None
    max_attempts: int | None = None
    not_before: datetime | str | None = None
    """Not claimable before this moment."""
    due_at: datetime | str | None = None


class TaskDetailHolder(Output):
    agent: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    session: str
    lease_remaining_ms: int
    """A duration in milliseconds."""


class TaskDetailHealth(Output):
    state: HealthState
    since: datetime
    """RFC 3339, UTC."""
    because: str


class TaskDetail(Output):
    id: str
    """T- and a number, unique in the project and never used again."""
    project: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    title: str
    brief: str
    status: TaskStatus
    status_since: datetime
    """When it came to that status."""
    priority: int
    """0 is the most urgent."""
    labels: list[str]
    requires: list[str]
    depends_on: list[str]
    paths: list[str]
    acceptance: list[str]
    assignee: str | None
    """The only agent that may claim it; null: anyone."""
    reviewer: str
    """`any`, `none`, or the name of the agent that must review it."""
    reviews_required: int
    lease_ttl_seconds: int
    max_attempts: int
    attempts: int
    """Claims since it was made or last reopened, but for those that ended in a block."""
    epoch: int
    """The fencing token; grows with each grant, release, expiry or forced move."""
    version: int
    """Grows by one with each change of the object."""
    holder: TaskDetailHolder | None
    claimable: bool
    """Whether some agent may claim it at this moment; who holds its paths is not looked at."""
    blocked: Blocked | None
    """Set while the status is `blocked`."""
    health: TaskDetailHealth
    revision: int
    """Counts submissions; a review decision names it."""
    summary: str | None
    """What the last submission said."""
    created_by: str
    created_at: datetime
    """RFC 3339, UTC."""
    updated_at: datetime
    """RFC 3339, UTC."""
    not_before: datetime | None
    due_at: datetime | None
    attempt_log: list[Attempt]
    """Each claim, newest first."""
    notes: list[Note]
    blocks: list[Block]
    """Each time that it was blocked, newest first."""
    reviews: list[Review]
    """Each round, newest first."""
    comments: list[Comment]
    artifacts: list[Artifact]
    """What is attached to it, by name."""
    orphans: list[Orphan]


class TaskReasonEntry(Output):
    reason: (
        Literal[
            "done",
            "cancelled",
            "attempts_used_up",
            "blocked",
            "held",
            "lease_expiring",
            "holder_silent",
            "holder_offline",
            "dependency_broken",
            "waits_for_task",
            "scheduled",
            "project_paused",
            "kept_for_author",
            "reserved",
            "reserved_for_absent",
            "nobody_capable",
            "able_offline",
            "able_paused",
            "able_at_limit",
            "paths_held",
            "ready",
            "waits_for_review",
            "reviewer_absent",
            "nobody_to_review",
        ]
        | str
    )
    """`done`: It is done. `cancelled`: It was cancelled. `attempts_used_up`: All its attempts are used up, so it has
    failed. `blocked`: Its holder could not go on and said so. `held`: An agent holds it. `lease_expiring`: Its
    holder has not been heard of lately; when the lease is over others may claim it. `holder_silent`: Its holder
    gives signs of life, but has noted no progress for long. `holder_offline`: Its holder has not been heard of, but
    has a lease that goes on. `dependency_broken`: It depends on a task that failed or was cancelled, and will never
    be ready as it is. `waits_for_task`: It depends on a task that is not done yet. `scheduled`: It is not to be
    claimed before a certain time. `project_paused`: Somebody paused the project, and nothing in it is claimed.
    `kept_for_author`: Changes were requested or a block has ended, and for a while it is kept for whoever knows the
    work. `reserved`: It is assigned to one agent, and nobody else may claim it. `reserved_for_absent`: The agent for
    whom alone it is kept cannot claim it now. `nobody_capable`: No living agent has all the capabilities that it
    asks for. `able_offline`: Agents that could claim it have not been heard of lately. `able_paused`: Agents that
    could claim it are paused. `able_at_limit`: Agents that could claim it hold as much as they may. `paths_held`: It
    touches paths that another claim holds. `ready`: It can be claimed, and somebody is there who may.
    `waits_for_review`: It was handed in and waits for a decision. `reviewer_absent`: The agent that is to review it
    cannot now. `nobody_to_review`: Nobody who may review it is there.
    """
    task_id: str
    """Of which task this is so: the one asked for, or one that it waits for."""
    because: str
    """What is so, with names, numbers and times."""
    since: datetime | None
    ends_in_ms: int | None
    """When time alone ends it; null: never, or nobody knows."""
    movers: list[Mover]


class TaskExplanation(Output):
    task_id: str
    """T- and a number, unique in the project and never used again."""
    status: TaskStatus
    because: str
    """The first of the reasons."""
    reasons: list[TaskReasonEntry]
    """The chain: of the task itself first, then of what it waits for, and so on."""
    truncated: bool
    """Whether the chain goes on beyond what is shown."""


class TaskPage(Output):
    items: list[Task]
    next_cursor: str | None


class TaskProgress(Input):
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""
    note: str
    percent: int | None = None


class TaskReason(Input):
    reason: str
    """Why, for the people and agents who read it later."""


class TaskRelease(Input):
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""
    reason: str
    """Why, for the people and agents who read it later."""


class TaskSubmit(Input):
    epoch: int
    """The fencing token that the claim gave: the task's epoch."""
    summary: str
    evidence: list[EvidenceInput] | None = None
    answers: list[AnswerInput] | None = None
    """One for each acceptance criterion."""


class TaskUnblock(Input):
    answer: str | None = None
    """The answer to a question, or what the next holder should know."""
    epoch: int | None = None
    """The `blocked.epoch` that was read, so that no answer meets another question."""


class TaskUpdate(Input):
    title: str | None = None
    brief: str | None = None
    """What is to be done, in Markdown."""
    priority: int | None = None
    """0 is the most urgent."""
    labels: list[str] | None = None
    requires: list[str] | None = None
    """Capabilities that an agent must have to claim it."""
    depends_on: list[str] | None = None
    """Tasks that must be done first."""
    paths: list[str] | None = None
    """Globs of what the work touches, relative to the root of the repository. Whoever claims it holds them."""
    acceptance: list[str] | None = None
    """Criteria that the submission answers one by one."""
    assignee: str | None = None
    reviewer: str | None = None
    """`any`, `none`, or the name of the agent that must review it."""
    not_before: datetime | str | None = None
    due_at: datetime | str | None = None


class TokenCreate(Input):
    agent: str | None = None
    """A further token for this agent; null: a token of its own, with `role`."""
    role: Literal["viewer", "admin"] | str | None = None
    """For a token of its own: `viewer` sees one project, `admin` may all."""
    label: str
    """A name: lower-case letters, digits, dot, dash, underscore."""
    expires_at: datetime | str | None = None


class TokenInfo(Output):
    id: str
    purpose: Literal["bearer", "browser", "link"] | str
    """Sent with requests, kept in the cookie of a browser, or waiting to be turned into such a cookie."""
    project: str | None
    """null: every project."""
    agent: str | None
    role: Role | None
    """null: that of the agent"""
    label: str
    created_by: str
    created_at: datetime
    """RFC 3339, UTC."""
    expires_at: datetime | None
    revoked_at: datetime | None


class TokenCreated(Output):
    info: TokenInfo
    token: Annotated[str, Field(repr=False)]
    """Shown this once; the server keeps only its hash."""


class TokenPage(Output):
    items: list[TokenInfo]
    next_cursor: str | None


class Wait(Input):
    cursor: str | None = None
    """`cursor` of the answer before, or any cursor of the log: only what came after it counts. Absent: what is there
    now counts too.
    """
    wait_seconds: int | None = None
    kinds: list[NewsKind] | None = None
    """Only these kinds of news; empty: all."""
    labels: list[str] | None = None
    """Of tasks, only those with at least one of these labels; empty: any."""


class WaitResult(Output):
    cursor: str
    """Pass it to the next call: nothing that comes meanwhile is missed."""
    news: list[News]
    """Empty when nothing came in that time. At most 10 of a kind; with a cursor, the next call goes on from there."""


class GetHealthResponseDurability(Output):
    engine: str
    journal: str
    synchronous: str


class GetHealthResponse(Output):
    service: Literal["batonpass"]
    status: Literal["ok"]
    version: str
    durability: GetHealthResponseDurability


class GetReadinessResponse(Output):
    status: Literal["ready"]
