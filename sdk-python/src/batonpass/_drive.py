"""What lets logic be written once: coroutines, which the blocking client drives with input and output that never suspends."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine whose every wait blocks this thread. No event loop is needed, and none is disturbed."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise AssertionError("blocking input and output does not suspend")


def drive_each(items: AsyncGenerator[T, None]) -> Iterator[T]:
    """The items of an async generator whose every wait blocks this thread."""

    async def following() -> T:
        return await items.__anext__()

    try:
        while True:
            try:
                item = drive(following())
            except StopAsyncIteration:
                return
            yield item
    finally:

        async def ended() -> None:
            await items.aclose()

        drive(ended())
