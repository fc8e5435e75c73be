"""A signal that fires once and is heard in threads and in event loops."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


class Signal:
    """Fires once, from any thread or from a handler of a signal of the system."""

    def __init__(self) -> None:
        self._event = threading.Event()
        # A handler of the system's signals may interrupt the thread that has the lock.
        self._guard = threading.RLock()
        self._listeners: list[Callable[[], None]] = []
        self.reason: str = ""
        """With what it fired first."""

    def fire(self, reason: str) -> None:
        """Fires unless it has. The listeners are called in this thread."""
        with self._guard:
            if self._event.is_set():
                return
            self.reason = reason
            self._event.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    @property
    def fired(self) -> bool:
        """Whether it has fired."""
        return self._event.is_set()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` when it fires; at once where it has. Returns what takes that back."""
        with self._guard:
            if not self._event.is_set():
                self._listeners.append(listener)
                return lambda: self._forget(listener)
        listener()
        return lambda: None

    def wait(self, seconds: float | None = None) -> bool:
        """Blocks until it fires or the time is over; whether it has fired."""
        return self._event.wait(seconds)

    async def wait_async(self, seconds: float | None = None) -> bool:
        """Waits until it fires or the time is over; whether it has fired."""
        woken = asyncio.Event()
        forget = self.listen(waker(asyncio.get_running_loop(), woken))
        try:
            await asyncio.wait_for(woken.wait(), seconds)
        except asyncio.TimeoutError:
            pass
        finally:
            forget()
        return self.fired

    def _forget(self, listener: Callable[[], None]) -> None:
        with self._guard:
            if listener in self._listeners:
                self._listeners.remove(listener)


def waker(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> Callable[[], None]:
    """What sets an event of a loop from any thread. A loop that is closed has nobody left to wake."""

    def wake() -> None:
        try:
            loop.call_soon_threadsafe(event.set)
        except RuntimeError:
            pass

    return wake
