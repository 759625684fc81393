"""The examples in the docstrings are true."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("gateway", "context", "devices", "models_onnx")


def names() -> list[str]:
    """Modules with an example; training needs packages that a gateway does not have."""
    files = [f for package in PACKAGES for f in sorted((ROOT / package).rglob("*.py"))]
    return [
        ".".join(f.relative_to(ROOT).with_suffix("").parts)
        for f in files
        if "training" not in f.parts and ">>> " in f.read_text("utf-8")
    ]


@pytest.mark.parametrize("name", names())
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, verbose=False).failed == 0
