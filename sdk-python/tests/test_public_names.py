"""What the package offers is what type checkers let a user import, and what its documentation tells of."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pyright
import pytest
from conftest import PROGRAM_S, ROOT

import batonpass
from batonpass._generated import errors

NODE = ROOT / "node_modules/.bin/node"
PYRIGHT = Path(pyright.__file__).parent / "dist" / "index.js"
CHECKERS = {
    "mypy": [sys.executable, "-m", "mypy", "--strict", "user.py"],
    "pyright": [str(NODE), str(PYRIGHT), "--pythonpath", sys.executable, "user.py"],
}
PROGRAM = """

from batonpass import Baton, LeaseLost, TaskHeld


def scout(baton: Baton) -> str:
    try:
        with baton.claim(wait=1) as task:
            return task.submit("done").id
    except (TaskHeld, LeaseLost) as refused:
        return refused.hint
"""


@pytest.mark.parametrize("checker", CHECKERS)
def test_a_strict_type_checker_lets_a_user_import_every_public_name(tmp_path: Path, checker: str) -> None:
    names = [name for name in batonpass.__all__ if name != "__version__"]
    lines = [f"from batonpass import {name}" for name in names]
    lines += [f"used_{number}: object = {name}" for number, name in enumerate(names)]
    (tmp_path / "user.py").write_text("\n".join(lines) + PROGRAM)
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    done = subprocess.run(CHECKERS[checker], cwd=tmp_path, capture_output=True, text=True, timeout=PROGRAM_S)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_error_of_the_contract_is_a_public_name() -> None:
    classes = {one.__name__ for one in [errors.BatonError, *errors.ERRORS.values()]}
    assert classes == set(errors.__all__) and classes < set(batonpass.__all__)
    assert len(set(batonpass.__all__)) == len(batonpass.__all__)
    assert all(getattr(batonpass, name) is not None for name in batonpass.__all__)


def test_everything_that_has_a_public_name_says_what_it_is() -> None:
    missing: list[str] = []
    seen = 0
    for path in sorted((ROOT / "sdk-python/src/batonpass").rglob("*.py")):
        # A model of the contract says what the contract says of it; its name and fields are the rest.
        if path.name == "models.py":
            continue
        for name, node in named(ast.parse(path.read_text())):
            seen += 1
            if not ast.get_docstring(node):
                missing.append(f"{path.name}: {name}")
    assert missing == [] and seen > 400


Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def named(tree: ast.Module | ast.ClassDef) -> list[tuple[str, Named]]:
    """The public classes and functions of a module, and the public members of its classes."""
    own = [one for one in tree.body if isinstance(one, Named) and not one.name.startswith("_")]
    return [pair for one in own for pair in [(one.name, one), *(named(one) if isinstance(one, ast.ClassDef) else [])]]
