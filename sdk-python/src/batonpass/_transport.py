"""The transports: one call, sent as often as it may be, blocking or not."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypedDict, TypeVar

import httpx
from pydantic import TypeAdapter

from ._call import Call
from ._drive import drive
from ._generated.errors import BatonError
from ._generated.operations import AsyncOperations, Operations
from ._retry import RETRIES_DEFAULT, ConnectionFailed, retry_delay_s
from ._settings import is_loopback
from ._wire import TIMEOUT_DEFAULT_S, Request, error_of, read_answer, request_of, retry_after_s

T = TypeVar("T")

NO_LIMIT = httpx.Limits(max_connections=None, max_keepalive_connections=20)
"""A call that waits on the server has a connection of its own; with a limit, many of them would keep out all others."""
STREAM_SILENCE_S = 45.0
"""The server says something every 15 s; after three times that a stream is dead."""
STREAM_OPEN_TIMEOUT_S = 10.0
"""The server begins its answer before there is an event; one that takes longer hangs."""


class HttpTransport:
    """Sends calls to one address with one token, and blocks. The token is in no repr and goes to no other address."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        session: str | None = None,
        timeout_s: float = TIMEOUT_DEFAULT_S,
        retries: int = RETRIES_DEFAULT,
    ) -> None:
        self.url = url.rstrip("/")
        self.session = session
        self.timeout_s = timeout_s
        self.retries = retries
        self._token = token
        self._client = self._make_client()
        self._guard = threading.Lock()
        self._closed = False
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """Sends the call and reads its answer. Raises BatonError, ConnectionFailed where there was no answer."""

        async def send(request: Request) -> httpx.Response:
            client = self._client
            try:
                return client.request(**self.parts(request), extensions={"trace": self._note_socket})
            except RuntimeError:
                # That it is closed cannot be asked before: another thread may close it in between.
                if not client.is_closed:
                    raise
            raise ClientClosed()

        async def sleep(seconds: float) -> None:
            time.sleep(seconds)

        return drive(_exchange(self, (call, response), send=send, sleep=sleep))

    @asynccontextmanager
    async def stream(self, path: str, query: list[tuple[str, str]]) -> AsyncIterator[AsyncIterator[bytes]]:
        """Opens a stream of events, whose every wait blocks this thread. Raises like `call`, once."""
        if self._client.is_closed:
            raise ClientClosed()
        try:
            parts = self.stream_parts(query)
            with self._client.stream("GET", self.url + path, **parts, extensions={"trace": self._note_socket}) as answer:
                if answer.status_code >= 300:
                    raise error_of(answer.status_code, answer.read())
                yield _each(answer)
        except httpx.TransportError as failure:
            raise connection_failed(self.url, failure) from None

    def sibling(self, *, timeout_s: float, retries: int) -> HttpTransport:
        """The same address, token and session over connections of its own."""
        return HttpTransport(self.url, self._token, session=self.session, timeout_s=timeout_s, retries=retries)

    def close(self) -> None:
        """Closes the connections; what another thread waits for ends."""
        with self._guard:
            self._closed = True
            sockets = list(self._sockets)
        for wire in sockets:
            _wake(wire)
        self._client.close()

    def reopen(self) -> None:
        """Leaves the connections to the process that this one was forked from, and has its own."""
        # Another thread of that process may have had the lock.
        self._guard = threading.Lock()
        self._sockets = weakref.WeakSet()
        self._client = self._make_client()

    def parts(self, request: Request) -> _Parts:
        """A request as the HTTP library takes it."""
        return {
            "method": request.method,
            "url": self.url + request.path,
            "params": _params(request.query),
            "headers": {**request.headers, "Authorization": f"Bearer {self._token}"},
            "content": request.body,
            "timeout": httpx.Timeout(request.timeout_s),
        }

    def stream_parts(self, query: list[tuple[str, str]]) -> _StreamParts:
        """The request of a stream as the HTTP library takes it."""
        return {
            "params": _params(query),
            "headers": {"Authorization": f"Bearer {self._token}", "Accept": "text/event-stream"},
            "timeout": httpx.Timeout(STREAM_OPEN_TIMEOUT_S, read=STREAM_SILENCE_S),
        }

    def _make_client(self) -> httpx.Client:
        return httpx.Client(follow_redirects=False, trust_env=_trusts_env(self.url), limits=NO_LIMIT)

    def _note_socket(self, event: str, info: Mapping[str, Any]) -> None:
        """Told by the HTTP library what it does; once it has connected, here is the socket."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            wire = info["return_value"].get_extra_info("socket")
            if isinstance(wire, socket.socket):
                with self._guard:
                    self._sockets.add(wire)
                    is_late = self._closed
                if is_late:
                    _wake(wire)

    def __repr__(self) -> str:
        return f"HttpTransport({self.url!r})"


class AsyncHttpTransport:
    """Sends calls as a blocking transport would, over connections that belong to the event loop."""

    def __init__(self, like: HttpTransport) -> None:
        self._like = like
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """Sends the call and reads its answer. Raises BatonError, ConnectionFailed where there was no answer."""
        client = self._open()

        async def send(request: Request) -> httpx.Response:
            if client.is_closed:
                raise ClientClosed()
            return await client.request(**self._like.parts(request))

        return await _exchange(self._like, (call, response), send=send, sleep=asyncio.sleep)

    @asynccontextmanager
    async def stream(self, path: str, query: list[tuple[str, str]]) -> AsyncIterator[AsyncIterator[bytes]]:
        """Opens a stream of events. Raises like `call`, once."""
        url = self._like.url
        try:
            async with self._open().stream("GET", url + path, **self._like.stream_parts(query)) as answer:
                if answer.status_code >= 300:
                    raise error_of(answer.status_code, await answer.aread())
                yield answer.aiter_bytes()
        except httpx.TransportError as failure:
            raise connection_failed(url, failure) from None

    async def close(self) -> None:
        """Closes the connections."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.aclose()

    def is_like(self, transport: HttpTransport | None) -> bool:
        """Whether it sends what that one would."""
        return self._like is transport

    def _open(self) -> httpx.AsyncClient:
        """Connections belong to a loop: another loop, as of a second asyncio.run, has its own."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            trust_env = _trusts_env(self._like.url)
            self._client = httpx.AsyncClient(follow_redirects=False, trust_env=trust_env, limits=NO_LIMIT)
            self._loop = loop
        return self._client

    def __repr__(self) -> str:
        return f"AsyncHttpTransport({self._like.url!r})"


class BareOperations(Operations):
    """The operations over a transport that is there, and nothing else."""

    def __init__(self, transport: HttpTransport) -> None:
        self._transport = transport


class BareAsyncOperations(AsyncOperations):
    """The async operations over a transport that is there, and nothing else."""

    def __init__(self, transport: AsyncHttpTransport) -> None:
        self._transport = transport


def connection_failed(url: str, failure: httpx.TransportError) -> ConnectionFailed:
    """What a failure of the connection is to a caller."""
    if isinstance(failure, httpx.TimeoutException):
        return ConnectionFailed(f"{url} did not answer in time.", "Ask again, or give it more time with `timeout`.")
    if isinstance(failure, httpx.LocalProtocolError):
        # Its text repeats the header that HTTP does not allow, which may be a secret.
        hint = "Look for a line break or the like in what you passed, such as the idempotency_key."
        return ConnectionFailed("The request has a header that cannot be sent.", hint, retryable=False)
    return ConnectionFailed(f"{url} could not be reached ({type(failure).__name__}: {failure}).")


class ClientClosed(ConnectionFailed):
    """The client was closed before the call, or while it was under way."""

    def __init__(self) -> None:
        super().__init__("The client is closed.", "Make a new client.", retryable=False)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), ())


class _Parts(TypedDict):
    method: str
    url: str
    params: httpx.QueryParams
    headers: dict[str, str]
    content: bytes | None
    timeout: httpx.Timeout


class _StreamParts(TypedDict):
    params: httpx.QueryParams
    headers: dict[str, str]
    timeout: httpx.Timeout


async def _exchange(
    of: HttpTransport,
    asked: tuple[Call, type[T] | TypeAdapter[T]],
    *,
    send: Callable[[Request], Awaitable[httpx.Response]],
    sleep: Callable[[float], Awaitable[None]],
) -> T:
    """One call, sent as often as it may be."""
    call, response = asked
    request = request_of(call, session=of.session, timeout_s=of.timeout_s)
    attempt = 0
    while True:
        attempt += 1
        try:
            answer = await send(request)
        except httpx.TransportError as failure:
            error: BatonError = connection_failed(of.url, failure)
            after = None
        else:
            try:
                return read_answer(answer.status_code, answer.content, response)
            except BatonError as refused:
                error = refused
            after = retry_after_s(answer.headers.get("Retry-After"), answer.headers.get("Date"))
        retries = of.retries if request.may_repeat else 0
        delay = retry_delay_s(error, attempt, retries=retries, retry_after=after, random=random.random())
        if delay is None:
            raise error
        await sleep(delay)


async def _each(answer: httpx.Response) -> AsyncIterator[bytes]:
    for chunk in answer.iter_bytes():
        yield chunk


def _wake(wire: socket.socket) -> None:
    """Ends a connection, and what a thread waits for on it: closing alone does not wake a thread that reads."""
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def _trusts_env(url: str) -> bool:
    """No proxy is taken to this machine."""
    return not is_loopback(httpx.URL(url).host)


def _params(query: list[tuple[str, str]]) -> httpx.QueryParams:
    return httpx.QueryParams([(name, value) for name, value in query])
