"""Lists that come page by page, as one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from ._generated import models
from ._io import Api, Io

I_co = TypeVar("I_co", covariant=True)
T = TypeVar("T")


class _Page(Protocol[I_co]):
    @property
    def items(self) -> Sequence[I_co]: ...

    @property
    def next_cursor(self) -> str | None: ...


async def each_of(fetch: Callable[[str | None], Awaitable[_Page[T]]]) -> AsyncGenerator[T, None]:
    """The items of all pages. The next page is asked for when it is needed."""
    cursor: str | None = None
    while True:
        page = await fetch(cursor)
        for item in page.items:
            yield item
        cursor = page.next_cursor
        if cursor is None:
            return


def each_task(io: Io, q: str | None, project: str | None) -> AsyncGenerator[models.Task, None]:
    """See Baton.iter_tasks."""
    return each_of(lambda cursor: Api(io).list_tasks(q=q, cursor=cursor, project=project))


def each_agent(io: Io, project: str | None) -> AsyncGenerator[models.Agent, None]:
    """See Baton.iter_agents."""
    return each_of(lambda cursor: Api(io).list_agents(cursor=cursor, project=project))


def each_review(io: Io, mine: bool | None, project: str | None) -> AsyncGenerator[models.QueuedReview, None]:
    """See Baton.iter_reviews."""
    return each_of(lambda cursor: Api(io).list_reviews(mine=mine, cursor=cursor, project=project))
