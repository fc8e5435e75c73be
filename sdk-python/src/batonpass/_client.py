"""The blocking client."""

from __future__ import annotations

import atexit
import os
import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import TypeVar

from pydantic import TypeAdapter

from ._call import NOT_GIVEN, Call
from ._claim import Claim
from ._connect import connect
from ._generated import models
from ._generated.operations import Operations
from ._heartbeat import HEARTBEAT_TIMEOUT_S, Heartbeat
from ._lease import Lease
from ._retry import RETRIES_DEFAULT
from ._transport import HttpTransport
from ._version import VERSION
from ._wire import TIMEOUT_DEFAULT_S

T = TypeVar("T")

CLAIM_WAIT_MAX_S = 25
"""The server waits so long at most in one call; a longer wait is several."""

SLOW_GRANT_S = 1.0
"""What was granted is trusted from when it was asked for (SPEC LE2); a grant that took longer than this is asked after at once."""


class NothingClaimable(LookupError):
    """There was no task to claim within the time. The message says why."""


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
        self._harness = harness
        self._open: Callable[[], HttpTransport] = lambda: connect(
            agent,
            url=url,
            token=token,
            project=project,
            timeout_s=timeout,
            retries=retries,
            allow_insecure_http=allow_insecure_http,
        )
        self._guard = threading.RLock()
        self._http: HttpTransport | None = None
        self._beats: HttpTransport | None = None
        self._session: models.Session | None = None
        self._heartbeat: Heartbeat | None = None
        self._transport = _Sender(self)
        _clients.add(self)

    @property
    def agent(self) -> str:
        """The agent's name. Connects if it has to."""
        return self.connect().agent

    def connect(self) -> models.Session:
        """Connects and starts the session, unless that is done. Raises SettingsError, BatonError."""
        with self._guard:
            if self._session is not None:
                return self._session
            if self._http is None:
                self._http = self._open()
            http = self._http
            http.session = None
            session = _Bare(http).start_session(
                harness=self._harness, host=socket.gethostname()[:200], pid=os.getpid(), sdk_version=f"python {VERSION}"
            )
            http.session = session.id
            beats = http.sibling(timeout_s=HEARTBEAT_TIMEOUT_S, retries=0)
            self._beats = beats
            self._heartbeat = Heartbeat(
                session.heartbeat_interval_ms / 1000,
                lambda leases: _beat(beats, leases),
                on_session_gone=lambda: self._lose_session(session),
            )
            self._session = session
            return session

    def claim(self, id: str | None = None, *, labels: Sequence[str] = (), wait: float = 0) -> Claim:
        """Claims a task: the one named, or the next that this agent may have, for which it waits up to `wait` seconds.

        Use it as a context manager. Raises NothingClaimable, TaskHeld, NotClaimable, WipLimit, AgentPaused, NotFound.
        """
        if id is not None:
            sent_at = time.monotonic()
            return self._claimed(self.claim_task(id), sent_at)
        claim, because = self._next(labels, wait)
        if claim is None:
            raise NothingClaimable(because)
        return claim

    def try_claim(self, *, labels: Sequence[str] = (), wait: float = 0) -> Claim | None:
        """Like `claim` of the next task, but None when there is none."""
        return self._next(labels, wait)[0]

    @property
    def draining(self) -> bool:
        """Whether the server asks the agent to finish what it holds and take no more."""
        return self._heartbeat is not None and self._heartbeat.draining.is_set()

    def iter_tasks(self, q: str | None = None) -> Iterator[models.Task]:
        """All tasks that a query finds, page by page: `status:doing agent:scout label:docs is:stuck words`."""
        cursor: str | None = None
        while True:
            page = self.list_tasks(q=q, cursor=cursor)
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def close(self) -> None:
        """Ends the session, which gives back what it holds, and closes the connections. May be called again."""
        with self._guard:
            heartbeat, session, http = self._heartbeat, self._session, self._http
            self._heartbeat = self._session = None
        if heartbeat is not None:
            heartbeat.stop()
        if session is not None and http is not None:
            try:
                _Bare(http).end_session(session.id, timeout=HEARTBEAT_TIMEOUT_S)
            except Exception:  # the leases run out by themselves
                pass
        for transport in (http, self._beats):
            if transport is not None:
                transport.close()
        with self._guard:
            self._http = self._beats = None

    def __enter__(self) -> Baton:
        self.connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        where = self._http.url if self._http is not None else "not connected"
        return f"Baton({self._agent!r}, {where!r})"

    def _next(self, labels: Sequence[str], wait: float) -> tuple[Claim | None, str]:
        end = time.monotonic() + wait
        while True:
            left = max(0.0, end - time.monotonic())
            seconds = min(CLAIM_WAIT_MAX_S, int(left + 0.999))
            sent_at = time.monotonic()
            result = self.claim_next_task(count=1, labels=list(labels) or NOT_GIVEN, wait_seconds=seconds)
            for claimed in result.claims:
                return self._claimed(claimed, sent_at), ""
            if time.monotonic() >= end:
                return None, result.none.because if result.none is not None else "There is no task to claim."

    def _claimed(self, result: models.ClaimResult, sent_at: float) -> Claim:
        granted_s = result.lease_remaining_ms / 1000
        if time.monotonic() - sent_at > SLOW_GRANT_S:
            sent_at, granted_s = self._ask_again(result, sent_at, granted_s)
        lease = Lease(
            result.task.id,
            result.epoch,
            review_id=None,
            ttl_s=float(result.task.lease_ttl_seconds),
            sent_at=sent_at,
            granted_s=granted_s,
        )
        if self._heartbeat is not None:
            self._heartbeat.add(lease)
        return Claim(self, result, lease)

    def _ask_again(self, result: models.ClaimResult, sent_at: float, granted_s: float) -> tuple[float, float]:
        """When a request was sent that says how long the lease still holds, and how long: the grant waited for the task."""
        asked_at = time.monotonic()
        held = [models.HeartbeatLease(task_id=result.task.id, epoch=result.epoch)]
        for report in self.heartbeat("current", leases=held).leases:
            if isinstance(report, models.LeaseOk):
                return asked_at, report.lease_remaining_ms / 1000
        return sent_at, granted_s

    def _forget(self, lease: Lease) -> None:
        if self._heartbeat is not None:
            self._heartbeat.remove(lease)

    def _lose_session(self, session: models.Session) -> None:
        """The server knows the session no more: the next call starts another."""
        with self._guard:
            if self._session is not session:
                return
            heartbeat, self._heartbeat, self._session = self._heartbeat, None, None
        if heartbeat is not None:
            heartbeat.stop("session_ended")

    def _after_fork(self) -> None:
        self._guard = threading.RLock()
        heartbeat, self._heartbeat, self._session = self._heartbeat, None, None
        if heartbeat is not None:
            heartbeat.abandon()
        for transport in (self._http, self._beats):
            if transport is not None:
                transport.reopen()


class _Sender:
    """Connects before the first call."""

    def __init__(self, baton: Baton) -> None:
        self._baton = baton

    def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        self._baton.connect()
        http = self._baton._http
        assert http is not None, "a client that is connected has a transport"
        return http.call(call, response)


class _Bare(Operations):
    """The operations over a transport and nothing else."""

    def __init__(self, transport: HttpTransport) -> None:
        self._transport = transport


def _beat(beats: HttpTransport, leases: list[Lease]) -> models.HeartbeatResult:
    return _Bare(beats).heartbeat(
        "current",
        leases=[models.HeartbeatLease(task_id=one.task_id, epoch=one.epoch) for one in leases if one.review_id is None],
        reviews=[models.HeartbeatReview(review_id=one.review_id, epoch=one.epoch) for one in leases if one.review_id],
    )


_clients: weakref.WeakSet[Baton] = weakref.WeakSet()


def _close_all() -> None:
    for client in list(_clients):
        client.close()


def _forked() -> None:
    for client in list(_clients):
        client._after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
