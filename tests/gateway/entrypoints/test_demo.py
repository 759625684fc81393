"""The demo on a real embedded broker, as the README shows it."""

import asyncio
import io
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.entrypoints.cli import app
from gateway.entrypoints.demo import DemoError, default_satellite, known_person, say_once
from gateway.entrypoints.prompt import converse
from gateway.evaluate import WILLOW
from gateway.evaluate.home_file import read_home

pytestmark = [pytest.mark.broker, pytest.mark.slow]


def told(*sentences: str, store: Path | None = None, person: str | None = None) -> str:
    lines: list[str] = []
    asyncio.run(say_once(None, sentences, lines.append, store_path=store, person=person))
    return "\n".join(lines)


def test_a_sentence_becomes_a_message_and_the_house_answers() -> None:
    story = told("turn on the kitchen light")
    assert 'willow/light/kitchen_ceiling/set  {"state":"ON"}' in story
    assert "light.kitchen_ceiling: on after" in story
    assert "heard to published" in story


def test_a_question_waits_for_the_next_sentence() -> None:
    story = told("unlock the front door", "yes", person="ella")
    assert "ask for a yes (risk R3)" in story
    assert "lock.front_door: unlock" in story


def test_a_sleepy_sensor_has_reported_before_the_first_sentence() -> None:
    assert "64" in told("what is the humidity in the bathroom")


def test_a_kept_demo_can_be_asked_why(tmp_path: Path) -> None:
    store = tmp_path / "demo.db"
    told("turn on the hall lamp", store=store)
    ran = CliRunner().invoke(app, ["why", "--store", str(store)])
    assert (ran.exit_code, '"turn on the hall lamp"' in ran.output) == (0, True)


def test_the_prompt_takes_sentences_and_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = (
        "turn on the hall lamp\n:why\n:devices\n:at attic\n:as ella\n:nonsense\n:quit\nnot this\n"
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    lines: list[str] = []
    converse(None, None, lines.append)
    whole = "\n".join(lines)
    assert "The hall lamp is on." in whole
    assert "zigbee2mqtt/hall/set" in whole
    assert "there is no satellite 'attic'" in whole
    assert ":quit         end" in whole
    assert "not this" not in whole


@pytest.mark.parametrize("ask", [default_satellite, known_person])
def test_who_is_not_there_cannot_speak(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(DemoError, match="there"):
        ask(read_home(WILLOW), "stranger")
