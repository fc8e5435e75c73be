import { type ApiDocument, operationsOf } from './document.ts';
import { className } from './naming.ts';
import { refusalsOf } from './refusals.ts';
import { docstring, HEADER, quoted } from './text.ts';

const PROLOGUE = `"""The errors of the contract: one class for each code, all of them a BatonError."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
`;

const ROOT = `class BatonError(Exception):
    """The server refused. The message says what happened, and \`hint\` what to do next."""

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
`;

const END = `def error_from_problem(problem: Mapping[str, Any], status: int) -> BatonError:
    """The error that a problem document tells of; one with a code of a later server is a BatonError."""
    return ERRORS.get(str(problem.get("code", "")), BatonError)(problem, status)
`;

/** errors.py: a class for each code, and the way from a problem document to it. */
export function errorsFile(document: ApiDocument): string {
  const codes = document.components.schemas['ErrorCode']?.enum ?? [];
  const statuses = statusOfCodes(document);
  const classes = codes.map((code) => {
    const status = statuses.get(code);
    const text = status === undefined ? `\`${code}\`.` : `\`${code}\`, status ${status}.`;
    return [`class ${className(code)}(BatonError):`, ...docstring(text, 1)].join('\n');
  });
  const entries = codes.map((code) => `    ${quoted(code)}: ${className(code)},`).join('\n');
  const table = `ERRORS: dict[str, type[BatonError]] = {\n${entries}\n}`;
  const blocks = [`${PROLOGUE}\n${exported(codes)}`, ROOT.trimEnd(), ...classes, table, END];
  return `${HEADER}${blocks.join('\n\n\n')}`;
}

/** What the package passes on: type checkers take a name that is not said here for a private one. */
function exported(codes: readonly string[]): string {
  const names = ['BatonError', ...codes.map(className)].map((name) => `    ${quoted(name)},`);
  return ['__all__ = [', ...names, ']'].join('\n');
}

function statusOfCodes(document: ApiDocument): ReadonlyMap<string, string> {
  const statuses = new Map<string, string>();
  for (const { operation } of operationsOf(document)) {
    for (const [status, codes] of refusalsOf(document, operation)) for (const code of codes) statuses.set(code, status);
  }
  return statuses;
}
