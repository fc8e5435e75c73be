"""What `await` and `async with` both take."""

from __future__ import annotations

import warnings
from collections.abc import Coroutine, Generator
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar


class _Handle(Protocol):
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


H = TypeVar("H", bound=_Handle)


class Claiming(Generic[H]):
    """A claim that is being made: await it, or enter it with `async with`."""

    def __init__(self, claiming: Coroutine[Any, Any, H]) -> None:
        self._claiming = claiming
        self._claim: H | None = None
        self._awaited = False

    def __del__(self) -> None:
        # Else Python would warn of a coroutine that the user has never heard of.
        if not self._awaited:
            self._claiming.close()
            said = "A claim was never awaited, so nothing is claimed: write `async with` or `await` before it."
            warnings.warn(said, RuntimeWarning, stacklevel=2, source=self)

    def __await__(self) -> Generator[Any, None, H]:
        self._awaited = True
        return self._claiming.__await__()

    async def __aenter__(self) -> H:
        self._claim = await self
        return self._claim

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._claim is not None:
            await self._claim.__aexit__(kind, error, trace)
