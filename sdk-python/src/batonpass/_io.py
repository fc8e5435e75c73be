"""Input and output as the shared logic wants it, blocking this thread or not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

from pydantic import TypeAdapter

from ._call import Call
from ._generated import models
from ._generated.operations import AsyncOperations
from ._session import AgentSession
from ._signal import Signal
from ._transport import AsyncHttpTransport, ClientClosed

T = TypeVar("T")


class Io(Protocol):
    """What logic does to the world. The blocking kind never suspends, so that its callers can be driven."""

    @property
    def session(self) -> AgentSession:
        """The session that the calls come from."""
        ...

    async def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """Connects if it has to, sends the call and reads its answer."""
        ...

    def stream(self, path: str, query: list[tuple[str, str]]) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """Opens a stream of events. The client is connected."""
        ...

    async def connect(self) -> models.Session:
        """Connects and starts the session, unless that is done."""
        ...

    async def sleep(self, seconds: float, until: Signal) -> None:
        """Waits so long, or until the signal fires."""
        ...

    async def run(self, work: Callable[[], T]) -> T:
        """Does what blocks, out of the way of an event loop."""
        ...


class Api(AsyncOperations):
    """The operations for shared logic."""

    def __init__(self, io: Io) -> None:
        self._transport = io


class BlockingIo:
    """Blocks this thread at every wait."""

    def __init__(self, session: AgentSession) -> None:
        self.session = session

    async def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """See Io."""
        return self.session.connect()[1].call(call, response)

    def stream(self, path: str, query: list[tuple[str, str]]) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """See Io."""
        return self.session.connect()[1].stream(path, query)

    async def connect(self) -> models.Session:
        """See Io."""
        return self.session.connect()[0]

    async def sleep(self, seconds: float, until: Signal) -> None:
        """See Io."""
        until.wait(seconds)

    async def run(self, work: Callable[[], T]) -> T:
        """See Io."""
        return work()


class AsyncIo:
    """Waits in the event loop; what blocks goes to a thread."""

    def __init__(self, session: AgentSession) -> None:
        self.session = session
        self.transport: AsyncHttpTransport | None = None

    async def call(self, call: Call, response: type[T] | TypeAdapter[T]) -> T:
        """See Io."""
        await self.connect()
        return await self._open().call(call, response)

    def stream(self, path: str, query: list[tuple[str, str]]) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """See Io."""
        return self._open().stream(path, query)

    async def connect(self) -> models.Session:
        """See Io."""
        current = self.session.current
        return current if current is not None else (await asyncio.to_thread(self.session.connect))[0]

    async def sleep(self, seconds: float, until: Signal) -> None:
        """See Io."""
        await until.wait_async(seconds)

    async def run(self, work: Callable[[], T]) -> T:
        """See Io."""
        return await asyncio.to_thread(work)

    async def close(self) -> None:
        """Closes the connections of the event loop."""
        transport, self.transport = self.transport, None
        if transport is not None:
            await transport.close()

    def _open(self) -> AsyncHttpTransport:
        http = self.session.http
        if self.transport is None or not self.transport.is_like(http):
            if http is None:
                raise ClientClosed()
            self.transport = AsyncHttpTransport(http)
        return self.transport
