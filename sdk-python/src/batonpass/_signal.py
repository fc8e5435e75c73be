"""A signal that fires once and is heard in threads and in event loops."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable


_LOOK_S = 0.5
"""A thread that a handler of the system's signals interrupts just before it waits is woken by none; so it looks up."""


class Signal:
    """Fires once, from any thread or from a handler of the system's signals, which may interrupt any line of this."""

    def __init__(self) -> None:
        # Reentrant, unlike that of an Event: the handler may interrupt the thread that has the lock.
        self._changed = threading.Condition(threading.RLock())
        self._fired = False
        self._listeners: list[Callable[[], None]] = []
        self.reason: str = ""
        """With what it fired first."""

    def fire(self, reason: str) -> None:
        """Fires unless it has. The listeners are called in this thread."""
        with self._changed:
            if self._fired:
                return
            self.reason, self._fired = reason, True
            listeners, self._listeners = self._listeners, []
            self._changed.notify_all()
        for listener in listeners:
            listener()

    @property
    def fired(self) -> bool:
        """Whether it has fired."""
        return self._fired

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` when it fires; at once where it has. Returns what takes that back."""
        with self._changed:
            self._listeners.append(listener)
        # Looked at only now, so that it cannot fire unnoticed in between.
        if self._fired and self._forget(listener):
            listener()

        def forget() -> None:
            self._forget(listener)

        return forget

    def wait(self, seconds: float | None = None) -> bool:
        """Blocks until it fires or the time is over; whether it has fired."""
        end = None if seconds is None else time.monotonic() + seconds
        with self._changed:
            while not self._fired:
                left = _LOOK_S if end is None else min(_LOOK_S, end - time.monotonic())
                if left <= 0:
                    break
                self._changed.wait(left)
        return self._fired

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

    def _forget(self, listener: Callable[[], None]) -> bool:
        """Whether it was still there to be called."""
        with self._changed:
            if listener not in self._listeners:
                return False
            self._listeners.remove(listener)
            return True


def waker(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> Callable[[], None]:
    """What sets an event of a loop from any thread. A loop that is closed has nobody left to wake."""

    def wake() -> None:
        try:
            loop.call_soon_threadsafe(event.set)
        except RuntimeError:
            pass

    return wake
