# Generated from openapi/openapi.json by `npm run generate`. Do not edit.
"""The errors of the contract: one class for each code, all of them a BatonError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "BatonError",
    "BadRequest",
    "Unauthenticated",
    "Forbidden",
    "NotFound",
    "VersionConflict",
    "TaskHeld",
    "NotClaimable",
    "PathsReserved",
    "LeaseLost",
    "MessageTaken",
    "StaleReview",
    "NameTaken",
    "WipLimit",
    "AgentPaused",
    "Cycle",
    "CursorExpired",
    "LogReset",
    "TooLarge",
    "WrongContentType",
    "Misdirected",
    "InvalidInput",
    "KeyReused",
    "EpochRequired",
    "RateLimited",
    "InboxFull",
    "Internal",
    "Unavailable",
    "StorageFull",
]


class BatonError(Exception):
    """The server refused. The message says what happened, and `hint` what to do next."""

    def __init__(self, problem: Mapping[str, Any], status: int) -> None:
        self.code: str = str(problem.get("code", ""))
        self.status: int = status
        self.title: str = str(problem.get("title", ""))
        self.detail: str = str(problem.get("detail", ""))
        self.hint: str = str(problem.get("hint", ""))
        self.retryable: bool = problem.get("retryable") is True
        self.request_id: str | None = problem.get("requestId")
        self.current: Any = problem.get("current")
        self.problems: list[dict[str, Any]] = list(problem.get("problems") or [])
        self.type: str = str(problem.get("type", "about:blank"))
        super().__init__(self.detail or self.title or f"The server answered {status}.")

    def __str__(self) -> str:
        text = str(self.args[0])
        return f"{text} {self.hint}" if self.hint else text

    def __repr__(self) -> str:
        return f"{type(self).__name__}(code={self.code!r}, status={self.status}, detail={self.detail!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        problem = {
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "hint": self.hint,
            "retryable": self.retryable,
            "requestId": self.request_id,
            "current": self.current,
            "problems": self.problems,
            "type": self.type,
        }
        return (type(self), (problem, self.status))


class BadRequest(BatonError):
    """`bad_request`, status 400."""


class Unauthenticated(BatonError):
    """`unauthenticated`, status 401."""


class Forbidden(BatonError):
    """`forbidden`, status 403."""


class NotFound(BatonError):
    """`not_found`, status 404."""


class VersionConflict(BatonError):
    """`version_conflict`, status 409."""


class TaskHeld(BatonError):
    """`task_held`, status 409."""


class NotClaimable(BatonError):
    """`not_claimable`, status 409."""


class PathsReserved(BatonError):
    """`paths_reserved`, status 409."""


class LeaseLost(BatonError):
    """`lease_lost`, status 409."""


class MessageTaken(BatonError):
    """`message_taken`, status 409."""


class StaleReview(BatonError):
    """`stale_review`, status 409."""


class NameTaken(BatonError):
    """`name_taken`, status 409."""


class WipLimit(BatonError):
    """`wip_limit`, status 409."""


class AgentPaused(BatonError):
    """`agent_paused`, status 409."""


class Cycle(BatonError):
    """`cycle`, status 409."""


class CursorExpired(BatonError):
    """`cursor_expired`, status 410."""


class LogReset(BatonError):
    """`log_reset`, status 410."""


class TooLarge(BatonError):
    """`too_large`, status 413."""


class WrongContentType(BatonError):
    """`wrong_content_type`, status 415."""


class Misdirected(BatonError):
    """`misdirected`, status 421."""


class InvalidInput(BatonError):
    """`invalid_input`, status 422."""


class KeyReused(BatonError):
    """`key_reused`, status 422."""


class EpochRequired(BatonError):
    """`epoch_required`, status 428."""


class RateLimited(BatonError):
    """`rate_limited`, status 429."""


class InboxFull(BatonError):
    """`inbox_full`, status 429."""


class Internal(BatonError):
    """`internal`, status 500."""


class Unavailable(BatonError):
    """`unavailable`, status 503."""


class StorageFull(BatonError):
    """`storage_full`, status 507."""


ERRORS: dict[str, type[BatonError]] = {
    "bad_request": BadRequest,
    "unauthenticated": Unauthenticated,
    "forbidden": Forbidden,
    "not_found": NotFound,
    "version_conflict": VersionConflict,
    "task_held": TaskHeld,
    "not_claimable": NotClaimable,
    "paths_reserved": PathsReserved,
    "lease_lost": LeaseLost,
    "message_taken": MessageTaken,
    "stale_review": StaleReview,
    "name_taken": NameTaken,
    "wip_limit": WipLimit,
    "agent_paused": AgentPaused,
    "cycle": Cycle,
    "cursor_expired": CursorExpired,
    "log_reset": LogReset,
    "too_large": TooLarge,
    "wrong_content_type": WrongContentType,
    "misdirected": Misdirected,
    "invalid_input": InvalidInput,
    "key_reused": KeyReused,
    "epoch_required": EpochRequired,
    "rate_limited": RateLimited,
    "inbox_full": InboxFull,
    "internal": Internal,
    "unavailable": Unavailable,
    "storage_full": StorageFull,
}


def error_from_problem(problem: Mapping[str, Any], status: int) -> BatonError:
    """The error that a problem document tells of; one with a code of a later server is a BatonError."""
    return ERRORS.get(str(problem.get("code", "")), BatonError)(problem, status)
