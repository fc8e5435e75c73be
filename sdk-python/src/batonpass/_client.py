"""The blocking client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TypeVar

from pydantic import TypeAdapter

from ._call import Call
from ._claim import Claim
from ._connect import connect
from ._desk import desk_of
from ._drive import drive, drive_each
from ._feeds import Events, News
from ._generated import models
from ._generated.operations import Operations
from ._holding import HeldTask, NothingClaimable, claim_named, claim_next, take_over
from ._inbox import Inbox
from ._io import BlockingIo
from ._paging import each_agent, each_review, each_task
from ._retry import RETRIES_DEFAULT
from ._review import Reviews
from ._reviewing import REVIEW_LOOK_S_DEFAULT, ReviewOptions
from ._rounds import DRAIN_S_DEFAULT
from ._session import AgentSession
from ._wire import TIMEOUT_DEFAULT_S
from ._worker import Reviewer, ReviewHandler, Worker, WorkHandler
from ._working import WORK_WAIT_S_DEFAULT, WorkOptions, WorkReport

T = TypeVar("T")


class Baton(Operations):
    """A client of one agent: its session, its heartbeat, its claims, and every operation of the contract as a method.

    With nothing but a name, `Baton("scout")` works beside a server on this machine: url and key are those of the
    arguments, else of BATON_URL and BATON_TOKEN, else of `.baton.json` upward, else of the local server; a key that may
    registers the agent, whose token is kept in the user's state folder. Connects with the first call. Safe to use from
    several threads; a forked process gets a session of its own.

    Args:
        agent: The agent's name; None: whose token it is.
        url: Of the server.
        token: Of the agent, or of a lead or admin that may register it.
        project: The board; None: the token's own, else `main`.
        harness: What runs the agent, for people to see.
        timeout: For one attempt of a call, in seconds.
        retries: How often a failed call is sent again.
        allow_insecure_http: Whether plain http may go beyond this machine, which shows the token to all on the way.
    """

    def __init__(
        self,
        agent: str | None = None,
        *,
        url: str | None = None,
        token: str | None = None,
        project: str | None = None,
        harness: str = "python",
        timeout: float = TIMEOUT_DEFAULT_S,
        retries: int = RETRIES_DEFAULT,
        allow_insecure_http: bool = False,
    ) -> None:
        self._agent = agent
        self._own = AgentSession(
            harness,
            lambda: connect(
                agent,
                url=url,
                token=token,
                project=project,
                timeout_s=timeout,
                retries=retries,
                allow_insecure_http=allow_insecure_http,
            ),
        )
        self._io = BlockingIo(self._own)
        self._transport = _Sender(self._own)

    @property
    def agent(self) -> str:
        """The agent's name. Connects if it has to."""
        return self.connect().agent

    @property
    def inbox(self) -> Inbox:
        """The agent's mail: reading, watching, sending, acknowledging."""
        return Inbox(self._io)

    @property
    def reviews(self) -> Reviews:
        """The reviews that wait for the agent."""
        return Reviews(self._io)

    @property
    def events(self) -> Events:
        """The log of the project, as it grows."""
        return Events(self._io)

    @property
    def news(self) -> News:
        """What concerns the agent, as it comes."""
        return News(self._io)

    @property
    def draining(self) -> bool:
        """Whether the server asks the agent to finish what it holds and take no more."""
        return self._own.draining

    def connect(self) -> models.Session:
        """Connects and starts the session, unless that is done. Raises SettingsError, BatonError."""
        return self._own.connect()[0]

    def claim(self, id: str | None = None, *, labels: Sequence[str] = (), wait: float = 0) -> Claim:
        """Claims a task: the one named, or the next that this agent may have, for which it waits up to `wait` seconds.

        Use it as a context manager. Raises NothingClaimable, TaskHeld, NotClaimable, WipLimit, AgentPaused, NotFound.
        """
        if id is not None:
            return Claim(drive(claim_named(self._io, id)))
        found = drive(claim_next(self._io, labels, wait))
        if isinstance(found, HeldTask):
            return Claim(found)
        raise NothingClaimable(found)

    def try_claim(self, *, labels: Sequence[str] = (), wait: float = 0) -> Claim | None:
        """Like `claim` of the next task, but None when there is none."""
        found = drive(claim_next(self._io, labels, wait))
        return Claim(found) if isinstance(found, HeldTask) else None

    def take_over(self, id: str) -> Claim:
        """Moves a claim of an older session of this agent here. Raises TaskHeld when another agent holds it."""
        return Claim(drive(take_over(self._io, id)))

    def worker(
        self,
        *,
        labels: Sequence[str] = (),
        concurrency: int = 1,
        wait_seconds: float = WORK_WAIT_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> Callable[[WorkHandler], Worker]:
        """Makes a worker of a function, which `run()` then runs: `@baton.worker(labels=["docs"], concurrency=4)`.

        The function gets the claim and returns the summary to submit, or a Submission, or None where it has settled the
        task itself; else that is released with "no result". What it raises is the reason with which the task is released.

        Args:
            labels: Only tasks with at least one of these; none: any task.
            concurrency: How many tasks at once, up to 100. The agent's own limit is raised to it where it is lower.
            wait_seconds: How long one call waits on the server for work.
            drain_seconds: How long a worker that a signal stops lets its handlers finish.
            on_error: Told of every error that does not stop the worker; None: it is logged.
        """
        options = WorkOptions(labels, concurrency, wait_seconds, drain_seconds, on_error)
        # What a handler works on is on the desk, where the tools of its agent look.
        return lambda handler: Worker(self._io, handler, options, desk_of(self).keep)

    def work(
        self,
        handler: WorkHandler,
        *,
        labels: Sequence[str] = (),
        concurrency: int = 1,
        wait_seconds: float = WORK_WAIT_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> WorkReport:
        """Claims, runs `handler` and submits what it returns, until the process is told to end. See `worker`."""
        options = WorkOptions(labels, concurrency, wait_seconds, drain_seconds, on_error)
        return Worker(self._io, handler, options, desk_of(self).keep).run()

    def reviewer(
        self,
        handler: ReviewHandler,
        *,
        look_seconds: float = REVIEW_LOOK_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> Reviewer:
        """Makes a reviewer of a function, which `run()` then runs. The function gets the review and returns Approve() or
        RequestChanges(note); None, where it has decided itself. What it raises is the reason with which the review is
        released.

        Args:
            handler: The function.
            look_seconds: How long it waits at most before it looks again.
            drain_seconds: How long a reviewer that a signal stops lets its handler finish.
            on_error: Told of every error that does not stop the reviewer; None: it is logged.
        """
        return Reviewer(self._io, handler, ReviewOptions(look_seconds, drain_seconds, on_error))

    def review(
        self,
        handler: ReviewHandler,
        *,
        look_seconds: float = REVIEW_LOOK_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> int:
        """Takes reviews in hand and decides what `handler` says, until the process is told to end. See `reviewer`."""
        options = ReviewOptions(look_seconds, drain_seconds, on_error)
        return Reviewer(self._io, handler, options).run()

    def iter_tasks(self, q: str | None = None, *, project: str | None = None) -> Iterator[models.Task]:
        """All tasks that a query finds, page by page: `status:doing agent:scout label:docs is:stuck words`."""
        return drive_each(each_task(self._io, q, project))

    def iter_agents(self, *, project: str | None = None) -> Iterator[models.Agent]:
        """All agents of the project, page by page."""
        return drive_each(each_agent(self._io, project))

    def iter_reviews(self, *, mine: bool | None = None, project: str | None = None) -> Iterator[models.QueuedReview]:
        """All reviews that wait, page by page; with `mine` those that this agent may decide."""
        return drive_each(each_review(self._io, mine, project))

    def close(self) -> None:
        """Ends the session, which gives back what it holds, and closes the connections, for good. May be called again."""
        self._own.close()

    def __enter__(self) -> Baton:
        self.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Baton({self._agent!r}, {self._own.where!r})"


class _Sender:
    """Connects before the first call."""

    def __init__(self, session: AgentSession) -> None:
        self._session = session

    def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        return self._session.connect()[1].call(call, response)
