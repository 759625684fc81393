"""Peers' slots find devices as Home Assistant's do, and peers answer as ours does."""

import importlib.util
import io
import json
from pathlib import Path
from typing import Any

import pytest

from gateway.evaluate.nlu.homes import entity, home
from gateway.evaluate.nlu.peers.home_assistant import Hassil, HassilThenGazetteer
from gateway.evaluate.nlu.peers.house import House, Peer, Reading, answer, serve
from gateway.evaluate.nlu.peers.tfidf import TfIdf

LARK = home(
    "lark",
    ["Pantry", "Loft", "Den"],
    [
        entity("light", "Bulb", "Pantry"),
        entity("light", "Bulb", "Loft"),
        entity("light", "Spotlight", "Loft"),
        entity("cover", "Skylight shade", "Loft", "shade"),
        entity("media_player", "Gramophone", "Den", "speaker"),
        entity("media_player", "Jukebox", "Den", "speaker"),
        entity("vacuum", "Dusty", "Den"),
    ],
    {"Upstairs": ["Loft"]},
)
HOUSE = House.read(LARK)


@pytest.mark.parametrize(
    ("reading", "here", "targets", "asks"),
    [
        (Reading("HassTurnOn", {"name": "spotlight"}), None, ["light.loft_spotlight"], False),
        (Reading("HassTurnOn", {"name": "light.loft_bulb"}), None, ["light.loft_bulb"], False),
        (Reading("HassTurnOn", {"name": "Bulb"}), "pantry", ["light.pantry_bulb"], False),
        (Reading("HassTurnOn", {"name": "Bulb", "floor": "Upstairs"}), None, ["light.loft_bulb"], False),
        (Reading("HassTurnOn", {"name": "Bulb"}), None, ["light.pantry_bulb", "light.loft_bulb"], True),
        (Reading("HassTurnOn", {"area": "Loft", "domain": "light"}), None, ["light.loft_bulb", "light.loft_spotlight"], False),
        (Reading("HassTurnOff", {"device_class": ["blind", "shade"], "domain": "cover"}), None, ["cover.loft_skylight_shade"], False),
        (Reading("HassMediaPause"), "den", ["media_player.den_gramophone", "media_player.den_jukebox"], True),
        (Reading("HassLightSet", {"brightness": 20}), "pantry", ["light.pantry_bulb"], False),
        (Reading("HassVacuumCleanArea", {"area": "Loft"}), None, ["vacuum.den_dusty"], False),
        (Reading("HassCancelAllTimers", {"area": "Loft"}), None, [], False),
        (Reading("HassGetCurrentTime"), "den", [], False),
    ],
)  # fmt: skip
def test_slots_mean_devices(
    reading: Reading, here: str | None, targets: list[str], asks: bool
) -> None:
    said = answer([reading], HOUSE, here)
    assert (said["intent"], said["targets"], said["asks"]) == (reading.intent, targets, asks)


@pytest.mark.parametrize(
    "reading",
    [
        Reading("HassTurnOn", {"name": "Fountain"}),
        Reading("HassTurnOn", {"area": "Pantry", "domain": "fan"}),
        Reading("HassTurnOff"),
    ],
)
def test_what_means_no_device_does_nothing(reading: Reading) -> None:
    lamp = Reading("HassTurnOn", {"name": "Spotlight"})
    assert answer([lamp, reading], HOUSE, None) == {"intent": None, "refused": "no_target"}


def test_several_readings_are_several_commands() -> None:
    names = ("Spotlight", "Skylight shade")
    said = answer([Reading("HassTurnOn", {"name": name}) for name in names], HOUSE, None)
    assert [c["targets"] for c in said["commands"]] == [
        ["light.loft_spotlight"],
        ["cover.loft_skylight_shade"],
    ]


def ask(peer: Peer, path: Path, *texts: str, area: str | None = None) -> list[dict[str, Any]]:
    path.write_text(json.dumps(LARK), "utf-8")
    lines = [
        json.dumps({"id": n, "text": text, "home": str(path), "area": area})
        for n, text in enumerate(texts)
    ]
    out = io.StringIO()
    serve(peer, lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_hassil_reads_its_own_sentences_in_the_home(tmp_path: Path) -> None:
    own, here, foreign = ask(
        Hassil(),
        tmp_path / "lark.yaml",
        "turn on the spotlight",
        "turn off the lights",
        "would somebody wake that spotlight up",
        area="loft",
    )
    assert (own["intent"], own["targets"]) == ("HassTurnOn", ["light.loft_spotlight"])
    assert here["targets"] == ["light.loft_bulb", "light.loft_spotlight"]
    assert (foreign["intent"], foreign["refused"]) == (None, "not_understood")
    assert own["ms"] > 0


@pytest.mark.skipif(
    importlib.util.find_spec("gazetteer_matcher") is None, reason="needs the [peers] extra"
)
def test_the_gazetteer_reads_what_hassil_does_not(tmp_path: Path) -> None:
    (said,) = ask(HassilThenGazetteer(), tmp_path / "lark.yaml", "flick on the spotlihgt")
    assert (said["intent"], said["targets"]) == ("HassTurnOn", ["light.loft_spotlight"])


class Shares(list[float]):
    """What `argmax` is asked of."""

    def argmax(self) -> int:
        return self.index(max(self))


class Always:
    """A model that is as sure of an intent as it is told to be."""

    classes_ = ("HassTurnOn", "HassLightSet", "OutOfScope")

    def __init__(self, *shares: float) -> None:
        self.predict_proba = lambda texts: [Shares(shares) for _ in texts]


def test_tfidf_spots_names_rooms_and_numbers(tmp_path: Path) -> None:
    dimmed, loft, one = ask(
        TfIdf(Always(0.1, 0.9, 0.0), 0.5),
        tmp_path / "lark.yaml",
        "spotlight to 35 percent",
        "lights of the loft at 20",
        "light",
    )
    assert (dimmed["targets"], dimmed["slots"]["brightness"]) == (["light.loft_spotlight"], 35.0)
    assert loft["targets"] == ["light.loft_bulb", "light.loft_spotlight"]
    assert one["asks"]


def test_tfidf_is_silent_when_unsure_or_out_of_scope(tmp_path: Path) -> None:
    for shares in ((0.4, 0.3, 0.3), (0.1, 0.1, 0.8)):
        (said,) = ask(TfIdf(Always(*shares), 0.5), tmp_path / "lark.yaml", "spotlight on")
        assert said["intent"] is None
