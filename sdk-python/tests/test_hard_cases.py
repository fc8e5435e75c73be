"""What the generator makes of a contract that holds each case that is hard to write in Python: it is imported, type checked
and used, as what is made of our own."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import PROGRAM_S, ROOT
from pydantic import ValidationError

NODE = ROOT / "node_modules/.bin/node"
PROGRAM = """
import { pythonFiles } from './openapi/python/python-files.ts';
import { HARD_CASES } from './test/openapi/hard-cases.ts';
console.log(JSON.stringify(Object.fromEntries(pythonFiles(HARD_CASES))));
"""
USER = """
from hard._generated.errors import ERRORS, TaskHeld, error_from_problem
from hard._generated.models import Circle, Thing, ToAll, ToOne, UnknownShape
from hard._generated.operations import AsyncOperations, Operations


def use(api: Operations) -> str:
    thing = api.update_thing("T-1", note=None, maybe="x", target=ToOne(name="a"), targets=[ToAll(all=True), ToOne(name="b")])
    perhaps: str | None = thing.perhaps
    if isinstance(thing.shape, Circle):
        kind: str = thing.shape.kind
    elif isinstance(thing.shape, UnknownShape):
        kind = thing.shape.kind
    api.get_thing("T-1", from_=True, label=["a"])
    return thing.from_ + (perhaps or "") + (thing.holder.agent if thing.holder is not None else "")


async def use_async(api: AsyncOperations) -> Thing:
    return await api.get_thing("T-1")
"""
THING = {
    "colour": "violet",
    "shape": {"kind": "circle"},
    "from": "here",
    "note": None,
    "madeAt": "2026-01-02T03:04:05Z",
    "holder": {"agent": "scout"},
    "token": "bat_secret",
    "x-odd": 3,
    "data": {"any": [1, None]},
}


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with the generated modules, which are beside the one that they need."""
    folder = tmp_path_factory.mktemp("hard")
    made = subprocess.run([str(NODE), "--input-type=module", "-e", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=PROGRAM_S)
    assert made.returncode == 0, made.stderr
    (folder / "hard" / "_generated").mkdir(parents=True)
    for name, text in json.loads(made.stdout).items():
        (folder / "hard" / "_generated" / name).write_text(text)
    (folder / "hard" / "__init__.py").write_text("")
    shutil.copy(ROOT / "sdk-python/src/batonpass/_call.py", folder / "hard")
    (folder / "user.py").write_text(USER)
    return folder


@pytest.fixture
def generated(hard: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Imports one of the modules."""
    monkeypatch.syspath_prepend(str(hard))
    return lambda name: importlib.import_module(f"hard._generated.{name}")


def test_it_passes_a_strict_type_checker_as_does_what_uses_it(hard: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", "-p", "hard", "-m", "user"]
    done = subprocess.run(command, cwd=hard, capture_output=True, text=True, timeout=PROGRAM_S)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"perhaps": None},
        {"perhaps": "x", "maybe": "y"},
        {"shape": {"kind": "square"}, "holder": None, "note": "n"},
        {"shape": {"kind": "star", "points": 5}},
    ],
)
def test_what_is_read_is_what_is_written(generated: Any, more: dict[str, Any]) -> None:
    models = generated("models")
    sent = {**THING, **more}
    thing = models.Thing.model_validate(sent)
    assert thing.model_dump(by_alias=True, exclude_unset=True, mode="json") == sent
    assert thing.made_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    assert (thing.x_odd, thing.from_, thing.perhaps) == (3, "here", more.get("perhaps"))
    assert "bat_secret" not in repr(thing)
    assert type(thing.shape).__name__ == {"circle": "Circle", "square": "Square", "star": "UnknownShape"}[sent["shape"]["kind"]]


@pytest.mark.parametrize("field", sorted(THING))
def test_what_must_come_is_missed(generated: Any, field: str) -> None:
    with pytest.raises(ValidationError, match="Field required"):
        generated("models").Thing.model_validate({name: value for name, value in THING.items() if name != field})


def test_a_call_sends_what_was_given(generated: Any) -> None:
    models, operations = generated("models"), generated("operations")
    made: list[Any] = []

    class Recorder(operations.Operations, operations.AsyncOperations):  # type: ignore[misc]
        def __init__(self) -> None:
            self._transport = self

        def call(self, call: Any, response: Any) -> None:
            made.append(call)

    api = Recorder()
    api.update_thing("T-1", note=None, target=models.ToOne(name="a", via_route="b"), targets=[models.ToAll(all=True)])
    assert made[-1].body == {"note": None, "target": {"name": "a", "viaRoute": "b"}, "targets": [{"all": True}]}
    api.update_thing("T-1", due_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc))
    assert made[-1].body == {"dueAt": "2026-01-02T03:04:05Z"}
    api.get_thing("a/b", from_=False, label=["x", "y"])
    assert (made[-1].path, made[-1].query) == ("/v1/things/a%2Fb", [("from", "false"), ("label", "x"), ("label", "y")])
    assert api.delete_thing("T-1") is None and made[-1].body is None


def test_a_problem_is_the_error_of_its_code(generated: Any) -> None:
    errors, models = generated("errors"), generated("models")
    problem = {"type": "about:blank", "status": 409, "code": "task_held", "current": {"epoch": 3}, "problems": [{"path": "to"}]}
    error = errors.error_from_problem(problem, 409)
    assert type(error) is errors.TaskHeld and error.problems == [{"path": "to"}] and error.current == {"epoch": 3}
    read = models.Problem.model_validate({**problem, "code": "eclipse"})
    assert (read.code, read.problems[0].path) == ("eclipse", "to")
    assert models.Problem.model_validate({"type": "x", "status": 404, "code": "not_found"}).problems is None
