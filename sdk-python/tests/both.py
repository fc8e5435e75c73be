"""The two clients behind one face, so that a scenario is written once: calls of the async one run in a loop of their own."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar

from batonpass import AsyncBaton, Baton, LeaseLost

T = TypeVar("T")


class Blocking:
    """The blocking client is used as it is."""

    client = Baton

    def open(self, *args: Any, **options: Any) -> Any:
        """A client, to be closed by `with`."""
        return Baton(*args, **options)

    def compute(self, work: Callable[[], T]) -> T:
        """Does what blocks where an agent of this kind does it."""
        return work()

    def close(self) -> None:
        """There is nothing to end."""


class Awaiting:
    """An event loop in a thread, in which the async client lives."""

    client = AsyncBaton

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def open(self, *args: Any, **options: Any) -> Any:
        """A client, to be closed by `with`."""
        return Awaited(self, AsyncBaton(*args, **options))

    def compute(self, work: Callable[[], T]) -> T:
        """Does what blocks where an agent of this kind does it: in the thread of the loop, which does nothing else then."""
        return self.wait(lambda: work())

    def wait(self, call: Callable[[], Any]) -> Any:
        """Makes a call in the loop and waits for it here."""

        async def main() -> Any:
            result = call()
            return await result if inspect.isawaitable(result) else result

        return asyncio.run_coroutine_threadsafe(main(), self.loop).result()

    def close(self) -> None:
        """Ends the loop."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(60)
        self.loop.close()


Kind: TypeAlias = "Blocking | Awaiting"


class Awaited:
    """Something of the async client, whose coroutines are awaited for whoever calls them."""

    def __init__(self, where: Awaiting, target: Any) -> None:
        self._where = where
        self._target = target

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._target, name)
        return self._faced(found) if not callable(found) else lambda *args, **given: self._call(found, *args, **given)

    def __enter__(self) -> Any:
        return self._call(self._target.__aenter__)

    def __exit__(self, *left: Any) -> Any:
        return self._call(self._target.__aexit__, *left)

    def _call(self, call: Callable[..., Any], *args: Any, **given: Any) -> Any:
        return self._faced(self._where.wait(lambda: call(*args, **given)))

    def _faced(self, found: Any) -> Any:
        if hasattr(found, "__aiter__"):
            return self._each(found)
        if isinstance(found, list):
            return [self._faced(one) for one in found]
        own = type(found).__module__.startswith("batonpass._") and "_generated" not in type(found).__module__
        return self if found is self._target else Awaited(self._where, found) if own else found

    def _each(self, items: Any) -> Iterator[Any]:
        while True:
            try:
                yield self._faced(self._where.wait(items.__anext__))
            except StopAsyncIteration:
                return


def wait_lost(task: Any, seconds: float = 90) -> LeaseLost:
    """Waits until a claim of either client is lost, and gives why."""
    told: list[LeaseLost] = []
    told_now = threading.Event()
    task.on_lost(lambda error: (told.append(error), told_now.set()))
    assert told_now.wait(seconds), "it was not lost in time"
    assert task.lost.is_set() and not task.held
    return told[0]
