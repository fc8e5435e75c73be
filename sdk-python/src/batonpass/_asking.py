"""A claim of the next task as it is asked for, which can be taken back while nobody knows what has become of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from ._call import NOT_GIVEN
from ._generated import models
from ._generated.errors import KeyReused
from ._io import Api, Io


class Asking:
    """The requests of one caller, each under a key of its own."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = list(labels) or NOT_GIVEN
        self._wait_seconds = 0
        self._key: str | None = None

    async def ask(self, io: Io, wait_seconds: int) -> models.ClaimNextResult:
        """Asks for one task, for which the server waits so long."""
        self._wait_seconds, self._key = wait_seconds, secrets.token_hex(16)
        return await self._send(io, self._key)

    async def take_back(self, io: Io, reason: str) -> None:
        """Sees to it that the last request leaves nothing claimed: what it was granted is released. Raises BatonError."""
        key = self._key
        if key is None:
            return
        try:
            # Under the same key, for what cannot be: a label that no task has. It uses up the key, so that a request that
            # is still on its way is refused.
            await Api(io).claim_next_task(count=1, labels=[key], idempotency_key=key)
        except KeyReused:
            # It was answered already. Asked again in the same words, the server gives the same answer.
            for claimed in (await self._send(io, key)).claims:
                await Api(io).release_task(claimed.task.id, epoch=claimed.epoch, reason=reason)

    async def _send(self, io: Io, key: str) -> models.ClaimNextResult:
        return await Api(io).claim_next_task(
            count=1, labels=self._labels, wait_seconds=self._wait_seconds, idempotency_key=key
        )
