"""The client for code that awaits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from types import TracebackType

from ._claim import AsyncClaim
from ._claiming import Claiming
from ._connect import connect
from ._feeds import AsyncEvents, AsyncNews
from ._generated import models
from ._generated.operations import AsyncOperations
from ._holding import HeldTask, NothingClaimable, claim_named, take_over
from ._inbox import AsyncInbox
from ._io import AsyncIo
from ._late import claim_next_unless_cancelled, give_back_when_cancelled
from ._paging import each_agent, each_review, each_task
from ._retry import RETRIES_DEFAULT
from ._review import AsyncReviews
from ._reviewing import REVIEW_LOOK_S_DEFAULT, ReviewOptions
from ._rounds import DRAIN_S_DEFAULT
from ._session import AgentSession
from ._wire import TIMEOUT_DEFAULT_S
from ._async_worker import AsyncReviewer, AsyncReviewHandler, AsyncWorker, AsyncWorkHandler
from ._working import WORK_WAIT_S_DEFAULT, WorkOptions, WorkReport


class AsyncBaton(AsyncOperations):
    """A client of one agent for code that awaits: its session, its heartbeat, its claims, and every operation of the
    contract as a coroutine.

    It finds its server as `Baton` does. Its heartbeat is a thread, because a synchronous tool blocks the event loop.
    Connects with the first call. A forked process gets a session of its own.

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
        self._io = AsyncIo(self._own)
        self._transport = self._io

    @property
    def inbox(self) -> AsyncInbox:
        """The agent's mail: reading, watching, sending, acknowledging."""
        return AsyncInbox(self._io)

    @property
    def reviews(self) -> AsyncReviews:
        """The reviews that wait for the agent."""
        return AsyncReviews(self._io)

    @property
    def events(self) -> AsyncEvents:
        """The log of the project, as it grows."""
        return AsyncEvents(self._io)

    @property
    def news(self) -> AsyncNews:
        """What concerns the agent, as it comes."""
        return AsyncNews(self._io)

    @property
    def draining(self) -> bool:
        """Whether the server asks the agent to finish what it holds and take no more."""
        return self._own.draining

    async def connect(self) -> models.Session:
        """Connects and starts the session, unless that is done. Raises SettingsError, BatonError."""
        return await self._io.connect()

    def claim(self, id: str | None = None, *, labels: Sequence[str] = (), wait: float = 0) -> Claiming[AsyncClaim]:
        """Claims a task: the one named, or the next that this agent may have, for which it waits up to `wait` seconds.

        Use it as `async with baton.claim() as task`, or await it. Cancelled while it waits, what comes too late is given
        back. Raises NothingClaimable, TaskHeld, NotClaimable, WipLimit, AgentPaused, NotFound.
        """
        return Claiming(self._claim(id, labels, wait))

    async def try_claim(self, *, labels: Sequence[str] = (), wait: float = 0) -> AsyncClaim | None:
        """Like `claim` of the next task, but None when there is none."""
        found = await claim_next_unless_cancelled(self._io, labels, wait)
        return AsyncClaim(found) if isinstance(found, HeldTask) else None

    async def take_over(self, id: str) -> AsyncClaim:
        """Moves a claim of an older session of this agent here. Raises TaskHeld when another agent holds it."""
        return AsyncClaim(await give_back_when_cancelled(take_over(self._io, id)))

    def worker(
        self,
        *,
        labels: Sequence[str] = (),
        concurrency: int = 1,
        wait_seconds: float = WORK_WAIT_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> Callable[[AsyncWorkHandler], AsyncWorker]:
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
        return lambda handler: AsyncWorker(self._io, handler, options)

    async def work(
        self,
        handler: AsyncWorkHandler,
        *,
        labels: Sequence[str] = (),
        concurrency: int = 1,
        wait_seconds: float = WORK_WAIT_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> WorkReport:
        """Claims, runs `handler` and submits what it returns, until the process is told to end. See `worker`."""
        options = WorkOptions(labels, concurrency, wait_seconds, drain_seconds, on_error)
        return await AsyncWorker(self._io, handler, options).run()

    def reviewer(
        self,
        handler: AsyncReviewHandler,
        *,
        look_seconds: float = REVIEW_LOOK_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> AsyncReviewer:
        """Makes a reviewer of a function, which `run()` then runs. The function gets the review and returns Approve() or
        RequestChanges(note); None, where it has decided itself. What it raises is the reason with which the review is
        released.

        Args:
            handler: The function.
            look_seconds: How long it waits at most before it looks again.
            drain_seconds: How long a reviewer that a signal stops lets its handler finish.
            on_error: Told of every error that does not stop the reviewer; None: it is logged.
        """
        return AsyncReviewer(self._io, handler, ReviewOptions(look_seconds, drain_seconds, on_error))

    async def review(
        self,
        handler: AsyncReviewHandler,
        *,
        look_seconds: float = REVIEW_LOOK_S_DEFAULT,
        drain_seconds: float = DRAIN_S_DEFAULT,
        on_error: Callable[[Exception], None] | None = None,
    ) -> int:
        """Takes reviews in hand and decides what `handler` says, until the process is told to end. See `reviewer`."""
        options = ReviewOptions(look_seconds, drain_seconds, on_error)
        return await AsyncReviewer(self._io, handler, options).run()

    def iter_tasks(self, q: str | None = None, *, project: str | None = None) -> AsyncIterator[models.Task]:
        """All tasks that a query finds, page by page: `status:doing agent:scout label:docs is:stuck words`."""
        return each_task(self._io, q, project)

    def iter_agents(self, *, project: str | None = None) -> AsyncIterator[models.Agent]:
        """All agents of the project, page by page."""
        return each_agent(self._io, project)

    def iter_reviews(self, *, mine: bool | None = None, project: str | None = None) -> AsyncIterator[models.QueuedReview]:
        """All reviews that wait, page by page; with `mine` those that this agent may decide."""
        return each_review(self._io, mine, project)

    async def close(self) -> None:
        """Ends the session, which gives back what it holds, and closes the connections, for good. May be called again."""
        try:
            await asyncio.shield(asyncio.to_thread(self._own.close))
        finally:
            await self._io.close()

    async def __aenter__(self) -> AsyncBaton:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncBaton({self._agent!r}, {self._own.where!r})"

    async def _claim(self, id: str | None, labels: Sequence[str], wait: float) -> AsyncClaim:
        if id is not None:
            return AsyncClaim(await give_back_when_cancelled(claim_named(self._io, id)))
        found = await claim_next_unless_cancelled(self._io, labels, wait)
        if isinstance(found, HeldTask):
            return AsyncClaim(found)
        raise NothingClaimable(found)
