"""A run of an agent on one claimed task: what is done around it, whichever framework runs the agent."""

from __future__ import annotations

import logging

from ._claim import Claim
from ._desk import Desk, Mail
from ._generated.errors import BatonError, LeaseLost

_log = logging.getLogger("batonpass")


class Run:
    """The task of a run, and the mail that it was shown. It ends once, by `finish` or by `fail`."""

    def __init__(self, desk: Desk, claim: Claim) -> None:
        self.claim = claim
        self._desk = desk
        self._unacked: list[int] = []

    @property
    def lost(self) -> LeaseLost | None:
        """Why no tool may run any more and no model be called, or None.

        What the agent itself handed in is over too, but it may still say its last words.
        """
        try:
            self.claim.check()
        except LeaseLost as over:
            return over if self.claim.lost.is_set() else None
        return None

    def check(self) -> None:
        """Raises LeaseLost where it is lost."""
        if (lost := self.lost) is not None:
            raise lost

    def unread(self) -> list[Mail]:
        """What to put before the model at its next call. Mail that cannot be read now is no reason to stop working."""
        try:
            mail = self._desk.unread()
        except BatonError as error:
            _log.warning("The inbox could not be read: %s", error)
            return []
        self._unacked = [one.seq for one in mail]
        return mail

    def ack(self) -> None:
        """Acknowledges what the model has answered to. What cannot be acknowledged now comes again."""
        unacked, self._unacked = self._unacked, []
        try:
            self._desk.ack(unacked)
        except BatonError as error:
            _log.warning("Messages could not be acknowledged: %s", error)

    def finish(self, result: str) -> None:
        """Submits the result, or releases where there is none. Raises BatonError where that is refused."""
        self._desk.finish(self.claim, result)

    def fail(self, error: BaseException | str) -> None:
        """Releases with the reason. Raises nothing."""
        self._desk.fail(self.claim, error)
