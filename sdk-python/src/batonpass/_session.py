"""The session of one client: connecting, the heartbeat, the leases. The blocking and the async client have the same."""

from __future__ import annotations

import atexit
import os
import socket
import threading
import weakref
from collections.abc import Callable

from ._call import NOT_GIVEN
from ._generated import models
from ._heartbeat import HEARTBEAT_TIMEOUT_S, Heartbeat
from ._lease import Lease
from ._signal import Signal
from ._transport import BareOperations, ClientClosed, HttpTransport
from ._version import VERSION


class AgentSession:
    """One incarnation of the agent's process on the server. Every method blocks and may be called from several threads."""

    def __init__(self, harness: str, open_transport: Callable[[], HttpTransport]) -> None:
        self.closing = Signal()
        """Fires when the session is ended; the next one has another."""
        self._harness = harness
        self._open = open_transport
        self._guard = threading.RLock()
        self._closed = False
        self._http: HttpTransport | None = None
        self._beats: HttpTransport | None = None
        self._session: models.Session | None = None
        self._heartbeat: Heartbeat | None = None
        self._drain_listeners: list[Callable[[], None]] = []
        self._received = 0
        self._told = 0
        _sessions.add(self)

    @property
    def http(self) -> HttpTransport | None:
        """The connections; None until the first call."""
        return self._http

    @property
    def where(self) -> str:
        """The address of the server, for people."""
        return self._http.url if self._http is not None else "not connected"

    @property
    def current(self) -> models.Session | None:
        """The session, while there is one."""
        return self._session

    @property
    def draining(self) -> bool:
        """Whether the server asks the agent to finish what it holds and take no more."""
        return self._heartbeat is not None and self._heartbeat.draining.is_set()

    def connect(self) -> tuple[models.Session, HttpTransport]:
        """Connects and starts the session, unless that is done. Raises SettingsError, BatonError, ClientClosed."""
        with self._guard:
            if self._session is not None and self._http is not None:
                return self._session, self._http
            if self._closed:
                raise ClientClosed()
            if self._http is None:
                self._http = self._open()
                if self.closing.fired:
                    self.closing = Signal()
            http = self._http
            http.session = None
            session = BareOperations(http).start_session(
                harness=self._harness, host=socket.gethostname()[:200], pid=os.getpid(), sdk_version=f"python {VERSION}"
            )
            http.session = session.id
            if self._beats is not None:
                self._beats.close()
            beats = http.sibling(timeout_s=HEARTBEAT_TIMEOUT_S, retries=0)
            self._beats = beats
            self._received = self._told = 0
            self._heartbeat = Heartbeat(
                session.heartbeat_interval_ms / 1000,
                lambda leases: self._beat(beats, leases),
                on_session_gone=lambda: self._lose(session),
                on_drain=self._tell_drain,
            )
            self._session = session
            return session, http

    def find(self, key: str, epoch: int) -> Lease | None:
        """The lease of a task or a review, by its id and epoch, if it is being renewed."""
        heartbeat = self._heartbeat
        leases = heartbeat.leases if heartbeat is not None else []
        return next((lease for lease in leases if (lease.key, lease.epoch) == (key, epoch)), None)

    def hold(self, lease: Lease) -> None:
        """Renews a lease from now on."""
        heartbeat = self._heartbeat
        if heartbeat is not None:
            heartbeat.add(lease)

    def forget(self, lease: Lease) -> None:
        """Renews a lease no more."""
        heartbeat = self._heartbeat
        if heartbeat is not None:
            heartbeat.remove(lease)

    def beat_now(self) -> None:
        """Sends a heartbeat and waits for its answer."""
        heartbeat = self._heartbeat
        if heartbeat is not None:
            heartbeat.beat_now()

    def note_received(self, seq: int) -> None:
        """Remembers that the inbox has arrived up to a number; the next beat says so."""
        self._received = max(self._received, seq)

    def on_drain(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` in the heartbeat's thread each time the server asks to drain. Returns what takes that back."""
        self._drain_listeners.append(listener)
        return lambda: self._drain_listeners.remove(listener)

    def close(self) -> None:
        """Ends the session for good: a call that comes later, or is about to be sent, raises ClientClosed."""
        self._closed = True
        self.end()

    def end(self) -> None:
        """Ends the session, which gives back what it holds, and closes the connections. The next call begins another."""
        with self._guard:
            heartbeat, session, http, beats = self._heartbeat, self._session, self._http, self._beats
            self._heartbeat = self._session = self._http = self._beats = None
        self.closing.fire("closed")
        if heartbeat is not None:
            heartbeat.stop()
        if session is not None and http is not None:
            # A connection of its own: another thread may hold all of the others.
            ending = http.sibling(timeout_s=HEARTBEAT_TIMEOUT_S, retries=0)
            try:
                BareOperations(ending).end_session(session.id)
            except Exception:  # the leases run out by themselves
                pass
            ending.close()
        for transport in (http, beats):
            if transport is not None:
                transport.close()

    def _beat(self, beats: HttpTransport, leases: list[Lease]) -> models.HeartbeatResult:
        received = self._received
        reviews = [(one.review_id, one.epoch) for one in leases if one.review_id is not None]
        result = BareOperations(beats).heartbeat(
            "current",
            leases=[models.HeartbeatLease(task_id=one.task_id, epoch=one.epoch) for one in leases if one.review_id is None],
            reviews=[models.HeartbeatReview(review_id=id, epoch=epoch) for id, epoch in reviews],
            inbox_seen=received if received > self._told else NOT_GIVEN,
        )
        self._told = received
        return result

    def _tell_drain(self) -> None:
        for listener in list(self._drain_listeners):
            listener()

    def _lose(self, session: models.Session) -> None:
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


_sessions: weakref.WeakSet[AgentSession] = weakref.WeakSet()


def _close_all() -> None:
    for session in list(_sessions):
        session.close()


def _forked() -> None:
    for session in list(_sessions):
        session._after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
