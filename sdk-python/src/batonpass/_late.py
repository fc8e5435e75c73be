"""What is granted in the very moment in which its caller is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from ._asking import Asking
from ._generated.errors import BatonError
from ._holding import HeldReview, HeldTask, claim_next, let_go
from ._io import Io

T = TypeVar("T")

REASON = "Its caller was cancelled before it came."

_going_back: set[asyncio.Task[None]] = set()
"""The loop itself holds its tasks only weakly."""


async def give_back_when_cancelled(claiming: Coroutine[Any, Any, T]) -> T:
    """Waits for a claim. Cancelled meanwhile, the request goes on without its caller, and what it is granted goes back:
    whether the server has granted it already cannot be known here."""
    request = asyncio.ensure_future(claiming)
    try:
        return await asyncio.shield(request)
    except asyncio.CancelledError:
        go_on(_give_back(request))
        raise


async def claim_next_unless_cancelled(io: Io, labels: Sequence[str], wait_s: float) -> HeldTask | str:
    """Like claim_next. Cancelled meanwhile, it waits on the server no more, and what was granted all the same goes back."""
    asking = Asking(labels)
    try:
        return await claim_next(io, labels, wait_s, asking)
    except asyncio.CancelledError:
        go_on(_take_back(io, asking))
        raise


def go_on(going: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A task that goes on although nobody may wait for it any more."""
    task = asyncio.ensure_future(going)
    _going_back.add(task)
    task.add_done_callback(_going_back.discard)
    return task


async def _give_back(request: asyncio.Future[Any]) -> None:
    try:
        granted = await request
    except BatonError:
        return  # nothing was granted
    if isinstance(granted, (HeldTask, HeldReview)):
        await let_go(granted, REASON)


async def _take_back(io: Io, asking: Asking) -> None:
    if io.session.closing.fired:
        return
    try:
        await asking.take_back(io, REASON)
    except BatonError:
        pass  # nobody renews it: its lease runs out
