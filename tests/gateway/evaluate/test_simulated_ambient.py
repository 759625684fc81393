import json
from typing import Any

import pytest

from tests.gateway.evaluate.fakes import announced, home_with, told

TV = {"id": "media_player.tv", "name": "TV", "area": "kitchen", "screen": True,
      "features": ["volume"], "state": {"state": "off"}}  # fmt: skip


def test_a_player_announces_itself() -> None:
    said = announced(home_with(TV))
    config = said["ambient/media_player/tv/config"]
    assert (config["name"], config["area"], config["screen"]) == ("TV", "Kitchen", True)
    assert set(config["features"]) == {"on_off", "play", "volume", "mute"}
    assert said["ambient/media_player/tv/availability"] == "online"
    assert said["ambient/media_player/tv/state"]["state"] == "off"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"service": "turn_on"}, {"state": "on"}),
        ({"service": "volume_set", "volume_level": 0.3}, {"volume_level": 0.3}),
        ({"service": "volume_mute", "is_volume_muted": True}, {"is_volume_muted": True}),
        (
            {"service": "play_media", "media_content_id": "genre.jazz"},
            {"state": "playing", "media_title": "Jazz", "media_content_id": "genre.jazz"},
        ),
    ],
)
def test_a_player_obeys(order: dict[str, Any], expected: dict[str, Any]) -> None:
    said = told(home_with(TV), "ambient/media_player/tv/set", json.dumps(order))
    came = json.loads(dict(said)["ambient/media_player/tv/state"])
    assert {key: came.get(key) for key in expected} == expected


def test_what_a_player_no_longer_has_is_null() -> None:
    playing = {**TV, "state": {"state": "playing", "media_title": "News"}}
    said = told(home_with(playing), "ambient/media_player/tv/set", '{"service":"turn_off"}')
    assert json.loads(said[-1][1])["media_title"] is None


@pytest.mark.parametrize("payload", ["", "ON", '{"service":7}', '{"service":"dance"}'])
def test_garbage_is_ignored(payload: str) -> None:
    assert told(home_with(TV), "ambient/media_player/tv/set", payload) == []


def test_a_script_says_what_it_sets_and_when_it_ran() -> None:
    script = {"id": "script.bye", "name": "Bye", "sets": {"media_player.tv": {"state": "off"}}}
    playing = {**TV, "state": {"state": "playing"}}
    home = home_with(playing, script)
    config = announced(home)["ambient/script/bye/config"]
    assert config["sets"] == {"media_player.tv": {"state": "off"}}
    said = dict(told(home, "ambient/script/bye/set", '{"service":"turn_on"}'))
    assert "last_triggered" in json.loads(said["ambient/script/bye/state"])
    assert json.loads(said["ambient/media_player/tv/state"])["state"] == "off"


def test_weather_people_and_helpers_have_our_convention() -> None:
    weather = {"id": "weather.here", "state": {"state": "rainy", "temperature": 7}}
    helper = {"id": "input_boolean.guests", "state": {"state": "off"}}
    said = announced(home_with(weather, helper))
    assert said["ambient/weather/here/state"] == {"state": "rainy", "temperature": 7}
    assert said["ambient/input_boolean/guests/state"] == {"state": "off"}


def test_a_helper_obeys() -> None:
    helper = {"id": "input_boolean.guests", "state": {"state": "off"}}
    said = told(home_with(helper), "ambient/input_boolean/guests/set", '{"service":"turn_on"}')
    assert json.loads(dict(said)["ambient/input_boolean/guests/state"]) == {"state": "on"}
