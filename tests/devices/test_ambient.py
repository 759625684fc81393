"""Our own convention for media players, scripts and scenes."""

import json
from typing import Any

import pytest

from devices.adapters import NotCapable, ambient
from devices.model import Command, Device, State
from tests.devices.fakes import message

TV = {"name": "TV", "area": "Lounge", "screen": True, "kind": "tv", "sources": ["HDMI 1", "Radio"]}


def one(component: str = "media_player", config: Any = TV) -> Device:
    (found,) = ambient.announced(message(f"ambient/{component}/lounge_tv/config", config))
    return found


def said(device: Device, payload: Any) -> Any:
    report = ambient.read(device, message(f"{device.address}/state", payload))
    return dict(report.changes) if report else {}


def told(device: Device, service: str, state: State | None = None, /, **data: Any) -> Any:
    (sent,) = ambient.write(device, Command(device.id, service, data), state)
    assert sent.topic == f"{device.address}/set"
    return json.loads(sent.payload)


def test_a_media_player_is_announced() -> None:
    tv = one()
    assert (tv.id, tv.name, tv.area, tv.kind) == ("media_player.lounge_tv", "TV", "Lounge", "tv")
    assert tv.screen
    assert set(tv.capabilities) == {"on_off", "play", "volume", "mute", "source"}


def test_features_say_what_a_media_player_can_do() -> None:
    radio = one(config={"name": "Radio", "features": ["play", "sing", 3]})
    assert set(radio.capabilities) == {"play"}


def test_a_scene_says_what_it_sets() -> None:
    scene = one("scene", {"name": "Night", "sets": {"light.hall": {"state": "off"}, "x": 3}})
    assert scene.sets == {"light.hall": {"state": "off"}}


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"state": "playing", "volume_level": 0.4}, {"state": "playing", "volume_level": 0.4}),
        ({"volume_level": "7"}, {"volume_level": 1}),
        ({"media_title": None}, {"media_title": None}),
        ({"unheard_of": 3}, {}),
        ({"is_volume_muted": "yes"}, {"is_volume_muted": None}),
    ],
)
def test_a_media_player_reports(payload: Any, expected: Any) -> None:
    assert said(one(), payload) == expected


def test_a_state_that_there_is_not_is_bad() -> None:
    with pytest.raises(ValueError, match="no state"):
        said(one(), {"state": "dancing"})


@pytest.mark.parametrize(
    ("service", "data", "expected"),
    [
        ("media_pause", {}, {"service": "media_pause"}),
        ("volume_set", {"volume_level": 3}, {"service": "volume_set", "volume_level": 1}),
        ("volume_mute", {"is_volume_muted": False},
         {"service": "volume_mute", "is_volume_muted": False}),
        ("select_source", {"source": "radio"}, {"service": "select_source", "source": "Radio"}),
        ("play_media", {"media_content_id": "a/1", "media_content_type": "album", "secret": 1},
         {"service": "play_media", "media_content_id": "a/1", "media_content_type": "album"}),
        ("media_seek", {"seek_position": 30}, {"service": "media_seek", "seek_position": 30}),
        ("toggle", {}, {"service": "turn_on"}),
    ],
)  # fmt: skip
def test_a_media_player_is_told(service: str, data: Any, expected: Any) -> None:
    assert told(one(), service, **data) == expected


@pytest.mark.parametrize(
    ("component", "service", "data"),
    [
        ("media_player", "play_media", {}),
        ("media_player", "select_source", {"source": "Cassette"}),
        ("media_player", "lock", {}),
        ("scene", "turn_off", {}),
        ("script", "media_play", {}),
    ],
)
def test_what_it_cannot_do_is_refused(component: str, service: str, data: Any) -> None:
    device = one(component)
    with pytest.raises(NotCapable):
        ambient.write(device, Command(device.id, service, data), None)


def test_a_script_is_run_and_stopped() -> None:
    script = one("script", {"name": "Wash"})
    assert told(script, "turn_on") == {"service": "turn_on"}
    assert told(script, "turn_off") == {"service": "turn_off"}


@pytest.mark.parametrize(("payload", "available"), [("online", True), ("offline", False)])
def test_availability_is_plain_text(payload: str, available: bool) -> None:
    tv = one()
    report = ambient.read(tv, message(f"{tv.address}/availability", payload))
    assert report is not None
    assert report.available is available


def test_the_weather_is_read_and_not_told() -> None:
    weather = one("weather", {"name": "Outside", "temperature_unit": "°C"})
    assert (weather.id, weather.temperature_unit) == ("weather.lounge_tv", "C")
    assert said(weather, {"state": "rainy", "temperature": 7.5, "smell": "earth"}) == {
        "state": "rainy", "temperature": 7.5,
    }  # fmt: skip
    with pytest.raises(NotCapable):
        told(weather, "turn_on")


def test_a_person_is_read_and_not_told() -> None:
    person = one("person", {"name": "Anna"})
    assert said(person, {"state": "not_home"}) == {"state": "not_home"}
    with pytest.raises(NotCapable):
        told(person, "turn_on")


@pytest.mark.parametrize(
    ("service", "state", "expected"),
    [
        ("turn_on", None, "turn_on"),
        ("toggle", State("on"), "turn_off"),
        ("toggle", None, "turn_on"),
    ],
)
def test_a_helper_is_switched(service: str, state: State | None, expected: str) -> None:
    helper = one("input_boolean", {"name": "Guests"})
    assert helper.can("on_off")
    assert told(helper, service, state) == {"service": expected}


def test_a_helper_is_on_or_off_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="no state of a input_boolean"):
        said(one("input_boolean", {"name": "Guests"}), {"state": "maybe"})
