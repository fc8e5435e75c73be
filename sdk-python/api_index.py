"""Writes docs/api-python.md from the source: `python sdk-python/api_index.py`. With --check it only says whether it is as it should be."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import batonpass
from batonpass import _feeds, _inbox, _review
from batonpass._generated import errors, operations

SOURCE = Path(batonpass.__file__).parent
TARGET = Path(__file__).parents[1] / "docs" / "api-python.md"

HEAD = """<!-- Written by sdk-python/api_index.py from the source. Do not edit. -->
# The Python SDK, name by name

How to use it: [python.md](python.md). All names are in the package `batonpass`; what `await` stands before is of the async client.
"""

INTEGRATIONS = ("langchain", "langgraph", "crewai", "openai_agents")
"""Read as text: no environment has all of the frameworks, and the page does not depend on which it is made in."""

GROUPS: dict[str, list[type[Any]]] = {
    "The clients": [batonpass.Baton, batonpass.AsyncBaton],
    "A task in hand": [batonpass.Claim, batonpass.AsyncClaim],
    "A review in hand": [_review.Reviews, _review.AsyncReviews, batonpass.ReviewClaim, batonpass.AsyncReviewClaim],
    "Mail": [_inbox.Inbox, _inbox.AsyncInbox, batonpass.Letter, batonpass.AsyncLetter],
    "Log and news": [_feeds.Events, _feeds.AsyncEvents, _feeds.News, _feeds.AsyncNews],
    "Workers and reviewers": [
        batonpass.Worker,
        batonpass.AsyncWorker,
        batonpass.Reviewer,
        batonpass.AsyncReviewer,
        batonpass.Submission,
        batonpass.Approve,
        batonpass.RequestChanges,
        batonpass.WorkReport,
    ],
    "Errors that are not of the contract": [
        batonpass.ConnectionFailed,
        batonpass.NothingClaimable,
        batonpass.SettingsError,
    ],
}


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for title, classes in GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [_class(one) for one in classes]
    parts.append("## The integrations\n")
    parts.append("Each is a module of its own and an extra; how to use them: [frameworks.md](frameworks.md).\n")
    parts += [_integration(name) for name in INTEGRATIONS]
    parts.append("## The errors of the contract\n")
    parts.append("Each has `code`, `status`, `detail`, `hint`, `retryable`, `request_id`, `current` and `problems`.\n")
    parts.append("\n".join(_error(one) for one in _members(errors, type) if one.__name__ != "BatonError") + "\n")
    parts.append("## Every operation of the contract\n")
    parts.append("Methods of `Baton`, and with `await` of `AsyncBaton`.\n")
    methods = [one for _, one in inspect.getmembers(operations.Operations, inspect.isfunction) if not one.__name__.startswith("_")]
    parts.append("\n".join(f"- `{one.__name__}`: {_first(one)}" for one in methods) + "\n")
    return "\n".join(parts)


def _class(of: type[Any]) -> str:
    lines = [f"### {of.__name__}\n", _text(of), ""]
    for owner in reversed(of.__mro__):
        if not owner.__module__.startswith("batonpass._") or owner.__module__.startswith("batonpass._generated"):
            continue
        for name, member in vars(owner).items():
            if not name.startswith("_") and getattr(of, name, None) is not None:
                lines += _member(name, member)
    return "\n".join(lines) + ("\n" if lines[-1] else "")


def _member(name: str, member: Any) -> list[str]:
    if isinstance(member, property):
        return [f"- `{name}`: {_first(member)}"]
    if not inspect.isfunction(member):
        return []
    plain = str(_unquoted(inspect.signature(member)))
    if "-> AsyncIterator" in plain:
        waits = "async for … in "
    else:
        waits = "await " if inspect.iscoroutinefunction(member) else ""
    return [f"- `{waits}{name}{plain}`: {_first(member)}"]


def _integration(name: str) -> str:
    tree = ast.parse((SOURCE / f"{name}.py").read_text(encoding="utf-8"))
    shown = next(ast.literal_eval(one.value) for one in tree.body if isinstance(one, ast.Assign) and "__all__" in ast.unparse(one))
    lines = [f"### batonpass.{name}\n", _paragraph(ast.get_docstring(tree)), ""]
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name in shown:
            lines.append(f"- `{node.name}{_called(node)}`: {_paragraph(ast.get_docstring(node))}")
    return "\n".join(lines) + "\n"


def _called(node: ast.ClassDef | ast.FunctionDef) -> str:
    """How it is called; nothing for a class that no user makes one of."""
    if isinstance(node, ast.ClassDef):
        made = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
        return _called(made[0]) if made else ""
    # As inspect writes the others: all have a type, and then there are spaces before a default.
    arguments = re.sub(r"(?<=\S)=(?=\S)", " = ", ast.unparse(node.args).removeprefix("self, "))
    gives = "" if node.name == "__init__" or node.returns is None else f" -> {ast.unparse(node.returns)}"
    return f"({arguments}){gives}"


class _Text:
    """An annotation as it stands in the source; a string would be shown in quotes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _unquoted(signature: inspect.Signature) -> inspect.Signature:
    own = [one for one in signature.parameters.values() if one.name != "self"]
    parameters = [one.replace(annotation=_Text(str(one.annotation))) for one in own]
    return signature.replace(parameters=parameters, return_annotation=_Text(str(signature.return_annotation)))


def _error(of: type[Any]) -> str:
    return f"- `{of.__name__}`: {_first(of)}"


def _members(module: Any, kind: type[Any]) -> list[Any]:
    return [one for one in vars(module).values() if isinstance(one, kind) and one.__module__ == module.__name__]


def _text(of: Any) -> str:
    return (inspect.getdoc(of) or "").split("\nArgs:")[0].strip()


def _first(of: Any) -> str:
    return _paragraph(_text(of))


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def main() -> int:
    """Writes the page, or checks it; the exit code."""
    text = page()
    if "--check" in sys.argv:
        return 0 if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text else 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
