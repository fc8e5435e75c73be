"""The log and the news, as iterators that resume."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing

from ._drive import drive_each
from ._following import LiveEvent, follow_events, follow_news
from ._generated import models
from ._io import AsyncIo, BlockingIo


class Events:
    """The log of the project. It is `Baton.events`."""

    def __init__(self, io: BlockingIo) -> None:
        self._io = io

    def watch(self, *, after: str | None = None, project: str | None = None) -> Iterator[LiveEvent]:
        """The events after a cursor (None: from the beginning), then live, in order, each once: across lost connections
        and restarts of the server. Blocks while there is nothing; ends when the client is closed.

        Raises CursorExpired or LogReset when the cursor is of no use any more: read the snapshot and begin again.
        """
        return drive_each(follow_events(self._io, after, project))


class AsyncEvents:
    """The log of the project. It is `AsyncBaton.events`."""

    def __init__(self, io: AsyncIo) -> None:
        self._io = io

    async def watch(self, *, after: str | None = None, project: str | None = None) -> AsyncIterator[LiveEvent]:
        """The events after a cursor (None: from the beginning), then live, in order, each once: across lost connections
        and restarts of the server. Ends when the client is closed.

        Raises CursorExpired or LogReset when the cursor is of no use any more: read the snapshot and begin again.
        """
        async with aclosing(follow_events(self._io, after, project)) as events:
            async for event in events:
                yield event


class News:
    """What concerns this agent. It is `Baton.news`."""

    def __init__(self, io: BlockingIo) -> None:
        self._io = io

    def watch(self, *, kinds: Sequence[models.NewsKind] = (), labels: Sequence[str] = ()) -> Iterator[models.News]:
        """A task that it could claim, a message, a review to do, a decision on its work, a cancelled or lost task: first
        what is there already, then what comes. Costs one sleeping request, claims nothing; ends when the client is closed.

        `kinds` limits it to these, and `labels` its tasks to those with at least one of them.
        """
        return drive_each(follow_news(self._io, kinds, labels))


class AsyncNews:
    """What concerns this agent. It is `AsyncBaton.news`."""

    def __init__(self, io: AsyncIo) -> None:
        self._io = io

    async def watch(
        self, *, kinds: Sequence[models.NewsKind] = (), labels: Sequence[str] = ()
    ) -> AsyncIterator[models.News]:
        """A task that it could claim, a message, a review to do, a decision on its work, a cancelled or lost task: first
        what is there already, then what comes. Costs one sleeping request, claims nothing; ends when the client is closed.

        `kinds` limits it to these, and `labels` its tasks to those with at least one of them.
        """
        async with aclosing(follow_news(self._io, kinds, labels)) as news:
            async for one in news:
                yield one
