# ruff: noqa: E501 - tables read best with one case a line
"""A reading and a device -> service calls: every intent, every domain, every limit."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from context.turn import Reading, StepSize
from devices.expected import expected
from devices.model import Command, State
from gateway.decide import plan
from tests.fakes import Thing, thing

LAMP = thing("light.x", "X", None, "on", can="brightness color", ranges={"color_temp": (2200, 6500)}, brightness=128, color_temp_kelvin=4000)  # fmt: skip
DARK_LAMP = thing("light.x", "X", None, "off", can="brightness")
BLIND = thing("cover.x", "X", None, "open", can="position", current_position=60)
HEATING = thing("climate.x", "X", None, "heat", ranges={"target_temperature": (7, 30)}, temperature=20,
                options={"hvac_mode": ("off", "heat"), "preset_mode": ("eco", "away"), "fan_mode": ("low", "high")})  # fmt: skip
FAN = thing("fan.x", "X", None, "on", can="fan_speed", percentage=50)
SPEAKER = thing("media_player.x", "X", None, "playing", can="volume", volume_level=0.4)
HUMIDIFIER = thing("humidifier.x", "X", None, "on", humidity=50)


def step(direction: int = 0, amount: float | None = None, **more: Any) -> StepSize:
    return StepSize(direction, amount, **more)  # type: ignore[arg-type]


def calls(what: Thing, intent: str, home_unit: str = "C", **slots: Any) -> str:
    device, state = what
    found = plan.commands(Reading(intent, slots), device, state, home_unit)
    return "; ".join(" ".join([c.service, *(f"{k}={v}" for k, v in c.data.items())]) for c in found)


def of(domain: str, state: str | None = "off", **more: Any) -> Thing:
    return thing(f"{domain}.x", "X", None, state, **more)


SWITCHING: dict[tuple[str, str, str], str] = {
    ("HassTurnOn", "light", "off"): "turn_on",
    ("HassTurnOff", "light", "on"): "turn_off",
    ("HassTurnOn", "switch", "off"): "turn_on",
    ("HassTurnOn", "scene", "unknown"): "turn_on",
    ("HassTurnOn", "cover", "closed"): "open_cover",
    ("HassTurnOff", "cover", "open"): "close_cover",
    ("HassTurnOn", "valve", "closed"): "open_valve",
    ("HassTurnOff", "valve", "open"): "close_valve",
    ("HassTurnOn", "lock", "unlocked"): "lock",
    ("HassTurnOff", "lock", "locked"): "unlock",
    ("HassTurnOn", "button", "unknown"): "press",
    ("HassTurnOn", "vacuum", "docked"): "start",
    ("HassTurnOff", "vacuum", "cleaning"): "return_to_base",
    ("HassTurnOn", "lawn_mower", "docked"): "start_mowing",
    ("HassTurnOff", "lawn_mower", "mowing"): "dock",
    ("HassToggle", "light", "on"): "turn_off",
    ("HassToggle", "light", "off"): "turn_on",
    ("HassToggle", "cover", "open"): "close_cover",
    ("HassToggle", "cover", "closed"): "open_cover",
    ("HassToggle", "lock", "locked"): "unlock",
    ("HassToggle", "lock", "unlocked"): "lock",
    ("HassStopMoving", "cover", "opening"): "stop_cover",
    ("HassStopMoving", "valve", "opening"): "close_valve",
    ("HassVacuumStart", "vacuum", "docked"): "start",
    ("HassVacuumReturnToBase", "vacuum", "cleaning"): "return_to_base",
    ("VacuumPause", "vacuum", "cleaning"): "pause",
    ("HassLawnMowerDock", "lawn_mower", "mowing"): "dock",
    ("HassMediaPause", "media_player", "playing"): "media_pause",
    ("HassMediaUnpause", "media_player", "paused"): "media_play",
    ("HassMediaNext", "media_player", "playing"): "media_next_track",
    ("HassMediaPrevious", "media_player", "playing"): "media_previous_track",
    ("AlarmPanelArm", "alarm_control_panel", "disarmed"): "alarm_arm_away",
    ("AlarmPanelDisarm", "alarm_control_panel", "armed_away"): "alarm_disarm",
}


@pytest.mark.parametrize(("intent", "domain", "state"), SWITCHING)
def test_each_sort_has_its_own_service(intent: str, domain: str, state: str) -> None:
    assert calls(of(domain, state), intent) == SWITCHING[intent, domain, state]


VALUES: list[tuple[Thing, str, dict[str, Any], str]] = [
    (LAMP, "HassLightSet", {"brightness": 40}, "turn_on brightness=102"),
    (LAMP, "HassLightSet", {"brightness": 0}, "turn_off"),
    (LAMP, "HassLightSet", {"brightness": "max"}, "turn_on brightness=255"),
    (LAMP, "HassLightSet", {"brightness": 0.2}, "turn_on brightness=1"),
    (LAMP, "HassLightSet", {"color": "red", "rgb_color": (255, 0, 0)}, "turn_on rgb_color=(255, 0, 0)"),
    (LAMP, "HassLightSet", {"color_temperature": "warm"}, "turn_on color_temp_kelvin=2700"),
    (LAMP, "HassLightSet", {"color_temperature": 9000}, "turn_on color_temp_kelvin=6500"),
    (BLIND, "HassSetPosition", {"position": 30}, "set_cover_position position=30"),
    (BLIND, "HassSetPosition", {"tilt": 30}, "set_cover_tilt_position tilt_position=30"),
    (of("valve"), "HassSetPosition", {"position": 30}, "set_valve_position position=30"),
    (HEATING, "HassClimateSetTemperature", {"temperature": 21}, "set_temperature temperature=21"),
    (HEATING, "HassClimateSetTemperature", {"temperature": "max"}, "set_temperature temperature=30"),
    (HEATING, "HassClimateSetTemperature", {"temperature": 68, "unit": "F"}, "set_temperature temperature=20"),
    (HEATING, "ClimateSetMode", {"mode": "heat"}, "set_hvac_mode hvac_mode=heat"),
    (HEATING, "ClimateSetMode", {"mode": "eco"}, "set_preset_mode preset_mode=eco"),
    (HUMIDIFIER, "ClimateSetMode", {"mode": "auto"}, "set_mode mode=auto"),
    (HEATING, "HassClimateSetFanMode", {"fan_mode": "low"}, "set_fan_mode fan_mode=low"),
    (FAN, "HassFanSetSpeed", {"percentage": 66}, "set_percentage percentage=66"),
    (FAN, "HassFanSetSpeed", {"percentage": 0}, "turn_off"),
    (FAN, "FanOscillate", {}, "oscillate oscillating=True"),
    (SPEAKER, "HassSetVolume", {"volume_level": 30}, "volume_set volume_level=0.3"),
    (SPEAKER, "HassMediaPlayerMute", {}, "volume_mute is_volume_muted=True"),
    (SPEAKER, "HassMediaPlayerUnmute", {}, "volume_mute is_volume_muted=False"),
    (SPEAKER, "MediaSelectSource", {"source": "Radio"}, "select_source source=Radio"),
    (HUMIDIFIER, "SetHumidity", {"humidity": 45}, "set_humidity humidity=45"),
    (of("alarm_control_panel"), "AlarmPanelArm", {"mode": "home"}, "alarm_arm_home"),
    (of("alarm_control_panel"), "AlarmPanelArm", {"mode": "sleep"}, "alarm_arm_night"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "intent", "slots", "wanted"), VALUES)
def test_a_value_reaches_the_service_in_its_own_unit(
    what: Thing, intent: str, slots: dict[str, Any], wanted: str
) -> None:
    came = calls(what, intent, **slots)
    assert came.replace(".0", "") == wanted.replace(".0", "")


RELATIVE: list[tuple[Thing, str, dict[str, Any], str]] = [
    (LAMP, "HassLightSet", {"brightness_step": "up", "step": step(1)}, "turn_on brightness=179"),
    (LAMP, "HassLightSet", {"brightness_step": "down", "step": step(-1, size="small")}, "turn_on brightness=103"),
    (LAMP, "HassLightSet", {"brightness_step": "down", "step": step(-1, 90.0)}, "turn_on brightness=3"),
    (LAMP, "HassLightSet", {"brightness_step": "up", "step": step(1, 90.0)}, "turn_on brightness=255"),
    (LAMP, "HassLightSet", {"brightness_step": "down", "step": step(multiplier=0.5)}, "turn_on brightness=64"),
    (LAMP, "HassLightSet", {"color_temp_step": "up", "step": step(1)}, "turn_on color_temp_kelvin=4600"),
    (LAMP, "HassLightSet", {"color_temp_step": "down", "step": step(-1, 3000.0)}, "turn_on color_temp_kelvin=2200"),
    (DARK_LAMP, "HassLightSet", {"brightness_step": "up", "step": step(1)}, "turn_on"),
    (DARK_LAMP, "HassLightSet", {"brightness_step": "up", "step": step(1, 20.0)}, "turn_on brightness=51"),
    (BLIND, "HassSetPosition", {"position_step": "up", "step": step(1)}, "set_cover_position position=85"),
    (BLIND, "HassSetPosition", {"position_step": "down", "step": step(-1, 80.0)}, "set_cover_position position=0"),
    (HEATING, "HassClimateSetTemperature", {"temperature_step": "up", "step": step(1)}, "set_temperature temperature=21"),
    (HEATING, "HassClimateSetTemperature", {"temperature_step": "up", "step": step(1, 40.0)}, "set_temperature temperature=30"),
    (FAN, "HassFanSetSpeed", {"speed_step": "up", "step": step(1)}, "set_percentage percentage=75"),
    (FAN, "HassFanSetSpeed", {"speed_step": "down", "step": step(-1, 90.0)}, "set_percentage percentage=1"),
    (SPEAKER, "HassSetVolumeRelative", {"step": step(1)}, "volume_set volume_level=0.5"),
    (SPEAKER, "HassSetVolumeRelative", {"step": step(-1, 90.0)}, "volume_set volume_level=0.0"),
    (of("media_player", "playing"), "HassSetVolumeRelative", {"step": step(1)}, "volume_up"),
    (of("media_player", "playing"), "HassSetVolumeRelative", {"step": step(-1)}, "volume_down"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "intent", "slots", "wanted"), RELATIVE)
def test_a_relative_change_becomes_absolute_within_the_limits(
    what: Thing, intent: str, slots: dict[str, Any], wanted: str
) -> None:
    assert calls(what, intent, **slots) == wanted


REFUSED: list[tuple[Thing, str, dict[str, Any], str]] = [
    (HEATING, "HassClimateSetTemperature", {"temperature": 300}, "from 7 to 30"),
    (of("climate", "heat"), "HassClimateSetTemperature", {"temperature": 50}, "from 5 to 35"),
    (of("climate", "heat"), "HassClimateSetTemperature", {"step": step(1)}, "not known"),
    (DARK_LAMP, "HassLightSet", {"brightness_step": "down", "step": step(-1)}, "off"),
    (HEATING, "ClimateSetMode", {"mode": "cool"}, "modes are off, heat"),
    (HEATING, "ClimateSetMode", {"mode": "boost"}, "presets are eco, away"),
    (HEATING, "HassClimateSetFanMode", {"fan_mode": "turbo"}, "low, high"),
    (BLIND, "HassSetPosition", {"position": 130}, "from 0 to 100"),
    (SPEAKER, "HassSetVolume", {"volume_level": 300}, "from 0 to 100"),
    (LAMP, "HassGetWeather", {}, "no way"),
]


@pytest.mark.parametrize(("what", "intent", "slots", "why"), REFUSED)
def test_what_a_device_cannot_do_is_refused_with_the_reason(
    what: Thing, intent: str, slots: dict[str, Any], why: str
) -> None:
    with pytest.raises(plan.CannotError, match=why):
        calls(what, intent, **slots)


def test_a_fahrenheit_home_takes_steps_of_two_degrees() -> None:
    warm = thing("climate.x", "X", None, "heat", ranges={"target_temperature": (45, 95)}, temperature=68)  # fmt: skip
    came = calls(warm, "HassClimateSetTemperature", "F", temperature_step="up", step=step(1))
    assert came == "set_temperature temperature=70"


def test_celsius_said_in_a_fahrenheit_home_is_converted() -> None:
    warm = thing("climate.x", "X", None, "heat", temperature=68)
    came = calls(warm, "HassClimateSetTemperature", "F", temperature=20, unit="C")
    assert came == "set_temperature temperature=68"


def test_a_lamp_is_never_dimmed_to_nothing() -> None:
    came = plan.commands(
        Reading("HassLightSet", {"brightness_step": "down", "step": step(-1, 100.0)}), *LAMP
    )
    assert came[0].data["brightness"] >= 1


@given(st.floats(-50, 200), st.sampled_from([-1, 1]))
def test_no_step_leaves_the_limits_of_the_heating(amount: float, direction: int) -> None:
    slots = {"temperature_step": "x", "step": step(direction, abs(amount))}
    (command,) = plan.commands(Reading("HassClimateSetTemperature", slots), *HEATING)
    assert 7 <= command.data["temperature"] <= 30


def test_a_step_stays_within_the_usual_limits_where_the_device_tells_none() -> None:
    bare = thing("climate.x", "X", None, "heat", temperature=20)
    (command,) = plan.commands(
        Reading("HassClimateSetTemperature", {"temperature_step": "up", "step": step(1, 40.0)}),
        *bare,
    )
    assert command.data["temperature"] <= 35


# --- back again -----------------------------------------------------------------------------------

BRIGHTNESS = st.integers(1, 255)
LIGHTS = st.one_of(
    st.just(State("off")), st.builds(lambda b: State("on", {"brightness": b}), BRIGHTNESS)
)
COVERS = st.builds(
    lambda p: State("open" if p else "closed", {"current_position": p}), st.integers(0, 100)
)
FANS = st.one_of(
    st.just(State("off", {"percentage": 0})),
    st.builds(lambda p: State("on", {"percentage": p}), st.integers(1, 100)),
)
HEATINGS = st.builds(
    lambda mode, t: State(mode, {"temperature": t}),
    st.sampled_from(["off", "heat"]),
    st.floats(7, 30),
)
PLAYERS = st.builds(
    lambda s, v, m: State(s, {"volume_level": v, "is_volume_muted": m}),
    st.sampled_from(["playing", "paused", "off"]),
    st.floats(0, 1),
    st.booleans(),
)
LOCKS = st.sampled_from([State("locked"), State("unlocked")])
SWITCHES = st.sampled_from([State("on"), State("off")])


def after(state: State, commands: tuple[Command, ...]) -> State:
    """What a well-behaved device is, once it was told these."""
    now = {**state.attributes, "state": state.state}
    for command in commands:
        shows = {k: v for k, v in expected(command).items() if v is not None}
        if command.service in ("set_cover_position", "set_percentage"):
            value = command.data.get("position", command.data.get("percentage"))
            shows["state"] = (("open" if value else "closed") if "position" in command.data else "on")  # fmt: skip
        now |= shows
    return State(str(now.pop("state")), now)


def check_restored(what: Thing, before: State, changed: State) -> None:
    device, _ = what
    back = after(changed, plan.restoring(device, before, changed))
    assert back.state == before.state
    if before.state != "off":
        assert {k: back.attributes.get(k) for k in before.attributes} == dict(before.attributes)


@given(LIGHTS, LIGHTS)
def test_restoring_a_light_undoes_any_change(before: State, changed: State) -> None:
    check_restored(LAMP, before, changed)


@given(COVERS, COVERS)
def test_restoring_a_blind_undoes_any_change(before: State, changed: State) -> None:
    check_restored(BLIND, before, changed)


@given(FANS, FANS)
def test_restoring_a_fan_undoes_any_change(before: State, changed: State) -> None:
    check_restored(FAN, before, changed)


@given(HEATINGS, HEATINGS)
def test_restoring_a_heating_undoes_any_change(before: State, changed: State) -> None:
    check_restored(HEATING, before, changed)


@given(PLAYERS, PLAYERS)
def test_restoring_a_player_undoes_any_change(before: State, changed: State) -> None:
    check_restored(SPEAKER, before, changed)


@given(LOCKS, LOCKS)
def test_restoring_a_lock_undoes_any_change(before: State, changed: State) -> None:
    check_restored(of("lock"), before, changed)


@given(SWITCHES, SWITCHES)
def test_restoring_a_switch_undoes_any_change(before: State, changed: State) -> None:
    check_restored(of("switch"), before, changed)


def test_a_scene_cannot_be_taken_back_by_itself() -> None:
    assert plan.restoring(of("scene")[0], State("unknown"), None) == ()


UNKNOWN = ["lock", "cover", "light", "climate", "media_player", "vacuum"]


@pytest.mark.parametrize("domain", UNKNOWN)
def test_a_state_that_was_not_known_is_not_restored(domain: str) -> None:
    assert plan.restoring(of(domain)[0], State("unknown", available=False), State("on")) == ()


def test_an_alarm_panel_is_armed_again_or_disarmed_again() -> None:
    back = plan.restoring(of("alarm_control_panel")[0], State("armed_home"), State("disarmed"))
    assert [c.service for c in back] == ["alarm_arm_home"]


def test_a_mower_goes_back_to_its_dock() -> None:
    back = plan.restoring(of("lawn_mower")[0], State("docked"), State("mowing"))
    assert [c.service for c in back] == ["dock"]
