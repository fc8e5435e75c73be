"""What is granted in the very moment in which its caller is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from ._generated.errors import BatonError
from ._holding import HeldReview, HeldTask, let_go

T = TypeVar("T")

_going_back: set[asyncio.Task[None]] = set()
"""The loop itself holds its tasks only weakly."""


async def give_back_when_cancelled(claiming: Coroutine[Any, Any, T]) -> T:
    """Waits for a claim. Cancelled meanwhile, the request goes on without its caller, and what it is granted goes back:
    whether the server has granted it already cannot be known here."""
    request = asyncio.ensure_future(claiming)
    try:
        return await asyncio.shield(request)
    except asyncio.CancelledError:
        going = asyncio.ensure_future(_give_back(request))
        _going_back.add(going)
        going.add_done_callback(_going_back.discard)
        raise


async def _give_back(request: asyncio.Future[Any]) -> None:
    try:
        granted = await request
    except BatonError:
        return  # nothing was granted
    if isinstance(granted, (HeldTask, HeldReview)):
        await let_go(granted, "Its caller was cancelled before it came.")
