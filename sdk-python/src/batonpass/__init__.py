"""Batonpass: the coordination layer for teams of AI agents."""

from ._claim import Claim
from ._client import Baton, NothingClaimable
from ._generated import models
from ._generated.errors import *  # noqa: F403 - every error of the contract by its name
from ._retry import ConnectionFailed
from ._settings import SettingsError
from ._version import VERSION as __version__

__all__ = ["Baton", "Claim", "ConnectionFailed", "NothingClaimable", "SettingsError", "__version__", "models"]
