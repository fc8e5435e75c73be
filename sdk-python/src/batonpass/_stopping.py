"""What stops a worker from outside: signals of the system, the server's wish to drain, the end of the client."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from ._rounds import Rounds
from ._session import AgentSession


@contextmanager
def stopped_from_outside(rounds: Rounds[Any], session: AgentSession) -> Iterator[None]:
    """While it lasts, SIGTERM and SIGINT stop the rounds, once: a second one does what it always did. So does the server's
    wish to drain, and the end of the client. Signals come to the main thread alone; a worker elsewhere is stopped by hand."""
    stop = rounds.stop
    unlisten = [session.on_drain(lambda: stop.fire("drain")), session.closing.listen(lambda: stop.fire("closed"))]
    if session.draining:
        stop.fire("drain")
    restore = _on_signals(rounds) if threading.current_thread() is threading.main_thread() else lambda: None
    try:
        yield
    finally:
        restore()
        for forget in unlisten:
            forget()


def _on_signals(rounds: Rounds[Any]) -> Callable[[], None]:
    former = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    process = os.getpid()

    def restore() -> None:
        for number, handler in former.items():
            # None: it was set by something that is not Python, which cannot be set again from here.
            if handler is not None and signal.getsignal(number) is handle:
                signal.signal(number, handler)

    def handle(number: int, frame: FrameType | None) -> None:
        restore()
        if os.getpid() != process:
            # A forked process has no worker that could hear it.
            signal.raise_signal(number)
            return
        rounds.signalled.fire("signal")
        rounds.stop.fire("signal")

    for number in former:
        signal.signal(number, handle)
    return restore
