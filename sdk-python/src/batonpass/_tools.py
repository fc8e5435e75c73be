"""The tools of an agent as each framework wraps them: name, words, arguments, and how an error is said."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field, create_model

from ._board_tools import BoardTools
from ._client import Baton
from ._desk import say_error
from ._generated.errors import BatonError
from ._holding import NothingClaimable

TOOL_NAMES = [name for name in vars(BoardTools) if not name.startswith("_")]
"""Of all tools."""

_ARGUMENT = re.compile(r"^ {4}(\w+): (.*)$", re.MULTILINE)


class ToolRefused(Exception):
    """The board refused what a model asked for. The message is what the model is told."""


def missing(framework: str, extra: str, error: ModuleNotFoundError) -> ImportError:
    """What to raise when the framework is not installed."""
    return ImportError(
        f"batonpass.{extra.replace('-', '_')} needs {framework}, of which {error.name} was not found: "
        f"pip install 'batonpass[{extra}]'",
        name=error.name,
    )


@dataclass(frozen=True)
class Tool:
    """One tool: its name, what it does, its arguments, and the call, which raises ToolRefused."""

    name: str
    description: str
    args: type[BaseModel]
    call: Callable[..., str]


def tools_of(baton: Baton, only: Sequence[str] | None = None) -> list[Tool]:
    """The tools of a client. `only`: these names. Raises ValueError for a name that no tool has."""
    methods = BoardTools(baton)
    tools = {name: _tool(getattr(methods, name)) for name in TOOL_NAMES}
    unknown = sorted(set(only or ()) - set(tools))
    if unknown:
        raise ValueError(f"There is no tool {', '.join(unknown)}; there are {', '.join(tools)}.")
    return [tool for name, tool in tools.items() if only is None or name in only]


def _tool(method: Callable[..., str]) -> Tool:
    words = inspect.getdoc(method) or ""
    description, _, arguments = words.partition("\n\nArgs:\n")
    said = dict(_ARGUMENT.findall(arguments))
    hints = typing.get_type_hints(method)
    fields: dict[str, typing.Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[name] = (hints[name], Field(default, description=said[name]))
    args = create_model(method.__name__, **fields)
    return Tool(method.__name__, description, args, _refusing(method, args))


def _refusing(method: Callable[..., str], args: type[BaseModel]) -> Callable[..., str]:
    def call(**given: object) -> str:
        # Some frameworks have read the arguments with the model, some pass them on as they came.
        read = args.model_validate(given)
        try:
            return method(**{name: getattr(read, name) for name in args.model_fields})
        except (BatonError, NothingClaimable) as error:
            raise ToolRefused(say_error(error)) from error

    return call
