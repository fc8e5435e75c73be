"""Batonpass: the coordination layer for teams of AI agents."""

from ._async_client import AsyncBaton
from ._async_worker import AsyncReviewer, AsyncWorker
from ._claim import AsyncClaim, Claim
from ._client import Baton
from ._following import LiveEvent
from ._generated import errors as _errors
from ._generated import models
from ._generated.errors import *  # noqa: F403 - every error of the contract by its name
from ._holding import NothingClaimable, Submission
from ._inbox import AsyncLetter, Letter
from ._retry import ConnectionFailed
from ._review import AsyncReviewClaim, ReviewClaim
from ._reviewing import Approve, RequestChanges
from ._settings import SettingsError
from ._version import VERSION as __version__
from ._worker import Reviewer, Worker
from ._working import WorkReport

__all__ = [
    "__version__",
    "Approve",
    "AsyncBaton",
    "AsyncClaim",
    "AsyncLetter",
    "AsyncReviewClaim",
    "AsyncReviewer",
    "AsyncWorker",
    "Baton",
    "Claim",
    "ConnectionFailed",
    "Letter",
    "LiveEvent",
    "NothingClaimable",
    "RequestChanges",
    "ReviewClaim",
    "Reviewer",
    "SettingsError",
    "Submission",
    "WorkReport",
    "Worker",
    "models",
]
# In this form type checkers read it too; what it does not name is private to them.
__all__ += _errors.__all__
