import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
PACKAGES = ("gateway", "devices", "context", "models_onnx")
DISTRIBUTION = "ambient-gateway"
FUNCTION_LINES_MAX = 70
SLOW_TO_IMPORT = ("onnxruntime", "sqlalchemy", "amqtt", "hassil", "numpy", "paho")


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def test_everyone_imports_only_from_below(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert status == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", PACKAGES)
def test_nobody_else_owns_our_top_level_names(name: str) -> None:
    assert set(packages_distributions().get(name, ())) <= {DISTRIBUTION}


@pytest.mark.parametrize("package", ["tests", *PACKAGES])
def test_every_folder_of_code_is_a_package(package: str) -> None:
    folders = {file.parent for file in (ROOT / package).rglob("*.py")}
    assert [f for f in folders if not (f / "__init__.py").exists()] == []


def test_every_module_says_what_it_is() -> None:
    silent = [m for m in modules() if not ast.get_docstring(ast.parse(m.read_text("utf-8")))]
    assert silent == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{module.relative_to(ROOT)}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES_MAX
    ]
    assert long == []


def test_only_the_store_opens_a_database() -> None:
    openers = [
        module.relative_to(ROOT).as_posix()
        for module in modules()
        if "create_engine(" in module.read_text("utf-8")
    ]
    assert openers == ["context/store.py"]


def test_the_command_line_is_there_at_once() -> None:
    """Help must not wait for models, grammars and databases."""
    loaded = f"[name for name in {SLOW_TO_IMPORT} if name in sys.modules]"
    code = f"import sys, gateway.entrypoints.cli; print({loaded})"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
