import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from gateway.entrypoints.cli import app

ROOT = Path(__file__).parents[1]
DOCS = sorted(path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")
AMBIENT = re.compile(r"(?:^|[\s`(])(?:\.venv/bin/)?ambient ((?:--)?[a-z][a-z-]*[^`\n]*)")
MAKE = re.compile(r"(?:^|[`\s(])make ([a-z][a-z-]*)(?=$|[`\s),.;:])", re.MULTILINE)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
RELEASE = re.compile(r"^## \[(Unreleased|\d+\.\d+\.\d+)\]( - \d{4}-\d{2}-\d{2})?$")
SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
STORES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "DECISIONS.md")


def commands() -> dict[str, set[str]]:
    """The options of each command of `ambient`."""
    group = typer.main.get_command(app)
    return {
        name: {option for parameter in command.params for option in parameter.opts}
        for name, command in group.commands.items()  # type: ignore[attr-defined]
    }


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


def shown(document: Path) -> list[str]:
    """The `ambient ...` lines of a document's shell blocks and code spans."""
    text = document.read_text("utf-8")
    blocks = "\n".join(SHELL.findall(text))
    spans = "\n".join(re.findall(r"`(ambient [^`]+)`", text))
    return [found.group(1) for found in AMBIENT.finditer(f"{blocks}\n{spans}")]


@pytest.mark.parametrize("name", STORES)
def test_a_document_is_there(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").startswith("# ")


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = [each for each in LINK.findall(document.read_text("utf-8")) if "://" not in each]
    assert [each for each in links if not (document.parent / each).exists()] == []


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_command_that_is_shown_exists(document: Path) -> None:
    known = commands()
    for line in shown(document):
        verb, *rest = shlex.split(line.split("#")[0].split("|")[0].split(">")[0])
        assert verb in known, line
        options = {word.partition("=")[0] for word in rest if word.startswith("-")}
        assert options <= known[verb] | {"--help"}, line


def test_the_readme_shows_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in commands() if f"| `ambient {name}" not in text] == []


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_make_target_that_is_shown_exists(document: Path) -> None:
    blocks = SHELL.findall(document.read_text("utf-8"))
    spans = re.findall(r"`(make [^`]+)`", document.read_text("utf-8"))
    assert set(MAKE.findall("\n".join([*blocks, *spans]))) <= targets()


def test_ci_runs_what_the_readme_says() -> None:
    assert "make test\n" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert "make test\n" in (ROOT / "README.md").read_text("utf-8")


def test_the_changelog_keeps_its_form() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    releases = [line for line in lines if line.startswith("## ")]
    assert releases[0] == "## [Unreleased]"
    assert [line for line in releases if not RELEASE.match(line)] == []
    assert {line.removeprefix("### ") for line in lines if line.startswith("### ")} <= SECTIONS


def test_decisions_are_short_and_newest_first() -> None:
    text = (ROOT / "DECISIONS.md").read_text("utf-8")
    numbers = [int(number) for number in re.findall(r"^## (\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(len(numbers), 0, -1))
    bodies = re.split(r"^## .*$", text, flags=re.MULTILINE)[1:]
    assert [body for body in bodies if len(body.strip().splitlines()) > 5] == []


def test_the_configuration_of_the_readme_is_valid(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "config.yaml").write_text(example)
    (tmp_path / "secrets.yaml").write_text("mqtt_password: x\n")
    ran = CliRunner().invoke(app, ["check-config", "--config", str(tmp_path / "config.yaml")])
    assert (ran.exit_code, ran.stderr) == (0, "")
