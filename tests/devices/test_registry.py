"""Which devices there are, what they are called, and who changed them."""

from typing import Any

import pytest

from devices import registry as registry_module
from devices.model import (
    Capability,
    Command,
    Device,
    DeviceNote,
    Origin,
    Report,
    State,
    StateChanged,
)
from devices.registry import Registry
from tests.devices import fakes
from tests.devices.fakes import House, zigbee


def lamp(id: str = "light.hall", source: str = "s", **more: Any) -> Device:
    return Device(id, more.pop("name", "Hall"), more.pop("dialect", "zigbee2mqtt"), source, **more)


def house(*devices: Device, **more: Any) -> Registry:
    registry = Registry(**more)
    for device in devices:
        registry.announce(device.source, (device,))
    return registry


def told(
    registry: Registry, state: Any = None, at: float = 1.0, /, id: str = "light.hall", **more: Any
) -> StateChanged | None:
    changes = ({} if state is None else {"state": state}) | more
    return registry.report(Report(id, changes), at)


# --- devices -------------------------------------------------------------------------------------


def test_an_announcement_replaces_what_its_source_announced_before() -> None:
    registry = house(lamp())
    registry.announce("s", (lamp("light.attic"),))
    assert set(registry.devices) == {"light.attic"}


def test_an_empty_announcement_removes() -> None:
    registry = house(lamp(topics=frozenset({"t"})))
    registry.announce("s", ())
    assert not registry.devices
    assert not registry.topics


def test_two_that_want_the_same_id_get_two() -> None:
    registry = house(lamp(source="a"), lamp(source="b"), lamp(source="c"))
    assert set(registry.devices) == {"light.hall", "light.hall_2", "light.hall_3"}


def test_the_second_of_a_name_keeps_its_number_when_it_is_announced_again() -> None:
    registry = house(lamp(source="a"), lamp(source="b"))
    registry.announce("b", (lamp(source="b", name="Landing"),))
    assert registry.devices["light.hall_2"].name == "Landing"


def test_devices_are_found_by_topic() -> None:
    registry = house(lamp(topics=frozenset({"t", "u"})), lamp("light.b", "b", topics={"u"}))
    assert [device.id for device in registry.by_topic("u")] == ["light.hall", "light.b"]


def test_the_household_has_the_last_word_on_names() -> None:
    note = DeviceNote("light.hall", "Entrance", ("porch",), "hallway", "lamp", screen=True)
    device = house(lamp(area="Attic"), notes={note.id: note}).devices["light.hall"]
    assert (device.name, device.aliases, device.area) == ("Entrance", ("porch",), "hallway")
    assert (device.kind, device.screen) == ("lamp", True)


def test_what_is_not_exposed_is_not_there() -> None:
    note = DeviceNote("light.hall", exposed=False)
    registry = house(lamp(topics=frozenset({"t"})), notes={note.id: note})
    assert not registry.devices
    assert not registry.topics


def test_a_note_on_nothing_does_nothing() -> None:
    assert not house(notes={"light.x": DeviceNote("light.x", "X")}).devices


@pytest.mark.parametrize(("announced", "area"), [("LIVING room", "living"), ("Shed", "Shed")])
def test_an_area_is_known_by_its_name(announced: str, area: str) -> None:
    registry = house(lamp(area=announced), areas={"living room": "living"})
    assert registry.devices["light.hall"].area == area


def test_hardware_that_its_bridge_announces_is_not_taken_second_hand() -> None:
    twin = lamp("light.hall", "ha", dialect="home_assistant", hardware="0x1", name="twin")
    own = lamp("light.hall", "z", hardware="0x1", name="own")
    for order in ((twin, own), (own, twin)):
        registry = house(*order)
        assert [device.name for device in registry.devices.values()] == ["own"]


def test_the_second_hand_announcement_counts_when_the_bridge_is_gone() -> None:
    twin = lamp("light.hall", "ha", dialect="home_assistant", hardware="0x1")
    registry = house(twin, lamp("light.hall", "z", hardware="0x1"))
    registry.announce("z", ())
    assert registry.devices["light.hall"].dialect == "home_assistant"


def test_the_version_grows_with_a_change_of_devices_only() -> None:
    registry = house(lamp())
    version = registry.version
    registry.announce("s", (lamp(),))
    told(registry, "on")
    assert registry.version == version
    registry.announce("s", (lamp(name="Lobby"),))
    assert registry.version > version


def test_there_is_a_limit_to_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry_module, "DEVICES_MAX", 3)
    registry = Registry()
    registry.announce("s", tuple(lamp(f"light.{number}") for number in range(9)))
    assert len(registry.devices) == 3


# --- states --------------------------------------------------------------------------------------


def test_a_device_that_never_reported_has_no_state() -> None:
    assert not house(lamp()).states


def test_a_report_says_what_changed() -> None:
    registry = house(lamp())
    told(registry, "on", brightness=3)
    fact = told(registry, "on", 2.0, brightness=4)
    assert fact is not None
    assert fact.changed == {"brightness"}
    assert fact.before is not None
    assert (fact.before.get("brightness"), fact.after.get("brightness")) == (3, 4)


def test_the_same_again_is_no_change_but_is_heard() -> None:
    registry = house(lamp())
    told(registry, "on", 1.0)
    assert told(registry, "on", 5.0) is None
    state = registry.states["light.hall"]
    assert (state.changed_at, state.updated_at) == (1.0, 5.0)


def test_an_attribute_that_is_none_is_dropped() -> None:
    registry = house(lamp())
    told(registry, "on", media_title="x")
    told(registry, media_title=None)
    assert not registry.states["light.hall"].attributes


def test_a_report_of_an_unknown_device_is_nothing() -> None:
    assert told(Registry(), "on") is None


def test_availability_is_a_change() -> None:
    registry = house(lamp())
    told(registry, "on")
    fact = registry.report(Report("light.hall", available=False), 2.0)
    assert fact is not None
    assert fact.changed == {"available"}
    assert not registry.states["light.hall"].available


def test_what_was_lent_out_does_not_change() -> None:
    registry = house(lamp())
    told(registry, "on")
    states, devices = registry.states, registry.devices
    told(registry, "off")
    registry.announce("s", ())
    assert states["light.hall"].state == "on"
    assert "light.hall" in devices


def test_a_device_that_comes_back_starts_anew() -> None:
    registry = house(lamp())
    told(registry, "on")
    registry.announce("s", ())
    registry.announce("s", (lamp(),))
    assert "light.hall" not in registry.states


# --- who did it ----------------------------------------------------------------------------------


def who(fact: StateChanged | None) -> Origin | None:
    return fact.origin if fact else None


def test_a_switched_light_was_switched_by_a_person() -> None:
    registry = house(lamp())
    told(registry, "off")
    assert who(told(registry, "on")) == "person"


def test_what_was_not_known_before_was_done_by_nobody() -> None:
    assert who(told(house(lamp()), "on")) == "unknown"


def test_an_old_message_told_again_was_done_by_nobody() -> None:
    registry = house(lamp())
    told(registry, "off")
    fact = registry.report(Report("light.hall", {"state": "on"}), 2.0, retained=True)
    assert who(fact) == "unknown"


def test_a_sensor_changes_by_itself() -> None:
    registry = house(lamp("sensor.t"))
    told(registry, "20", id="sensor.t")
    assert who(told(registry, "21", id="sensor.t")) == "device"


def test_a_dialect_that_knows_is_believed() -> None:
    registry = house(lamp())
    told(registry, "off")
    fact = registry.report(Report("light.hall", {"state": "on"}, origin="automation"), 2.0)
    assert who(fact) == "automation"


def test_what_we_told_it_is_our_own_act() -> None:
    registry = house(lamp())
    told(registry, "off")
    registry.expect(Command("light.hall", "turn_on"), until=10.0)
    assert who(told(registry, "on", 2.0)) == "gateway"


def test_the_opposite_of_what_we_told_it_is_not_our_act() -> None:
    registry = house(lamp())
    told(registry, "on")
    registry.expect(Command("light.hall", "turn_on", {"brightness": 9}), until=10.0)
    assert who(told(registry, "off", 2.0)) == "person"


def test_our_act_is_over_after_its_time() -> None:
    registry = house(lamp())
    told(registry, "off")
    registry.expect(Command("light.hall", "turn_on"), until=10.0)
    assert who(told(registry, "on", 11.0)) == "person"


def test_each_step_of_a_ramp_is_ours() -> None:
    registry = house(lamp())
    told(registry, "on", brightness=20)
    registry.expect(Command("light.hall", "turn_on", {"brightness": 200}), until=10.0)
    steps = [told(registry, None, 2.0, brightness=level) for level in (80, 140, 199)]
    assert [who(step) for step in steps] == ["gateway"] * 3
    assert who(told(registry, None, 3.0, brightness=10)) == "person"


def test_a_cover_on_its_way_is_ours() -> None:
    registry = house(lamp("cover.c"))
    told(registry, "closed", id="cover.c")
    registry.expect(Command("cover.c", "open_cover"), until=10.0)
    assert who(told(registry, "opening", 2.0, id="cover.c")) == "gateway"
    assert who(told(registry, "open", 30.0, id="cover.c")) == "gateway"


def test_what_a_scene_sets_is_ours() -> None:
    scene = lamp("scene.night", "n", sets={"light.hall": {"state": "off"}})
    registry = house(lamp(), scene)
    told(registry, "on")
    registry.expect(Command("scene.night", "turn_on"), until=10.0)
    assert who(told(registry, "off", 2.0)) == "gateway"


def test_a_device_of_many_abilities_is_the_same_when_announced_again() -> None:
    can = {"brightness": Capability("brightness", 0, 255)}
    registry = house(lamp(capabilities=can))
    version = registry.version
    registry.announce("s", (lamp(capabilities=dict(can)),))
    assert registry.version == version


OLD = State("on", {"brightness": 80}, changed_at=1.0, updated_at=2.0, origin="person")


def remembered() -> House:
    home = House()
    home.zigbee(zigbee("lamp", fakes.LIGHT))
    home.registry.seed("light.lamp", OLD)
    return home


def test_a_device_is_what_it_was_until_it_tells_otherwise() -> None:
    state = remembered().registry.states["light.lamp"]
    assert (state.state, state.get("brightness"), state.changed_at) == ("on", 80, 1.0)
    assert (state.origin, state.available) == ("unknown", True)


def test_what_a_device_tells_wins_over_what_was_remembered() -> None:
    home = remembered()
    (fact,) = home.hear("zigbee2mqtt/lamp", {"state": "OFF"}, at=9.0)
    assert home.get("light.lamp") == "off"
    assert fact.origin == "unknown"  # Nobody knows who did it while we were away.


def test_the_next_change_after_that_is_somebodys() -> None:
    home = remembered()
    home.hear("zigbee2mqtt/lamp", {"state": "ON"}, at=9.0)
    (fact,) = home.hear("zigbee2mqtt/lamp", {"state": "OFF"}, at=10.0)
    assert fact.origin == "person"


def test_a_device_that_told_already_is_not_seeded() -> None:
    home = House()
    home.zigbee(zigbee("lamp", fakes.LIGHT))
    home.hear("zigbee2mqtt/lamp", {"state": "OFF"})
    home.registry.seed("light.lamp", OLD)
    assert home.get("light.lamp") == "off"


def test_a_device_that_only_said_that_it_is_away_is_seeded_and_stays_away() -> None:
    home = House()
    home.zigbee(zigbee("lamp", fakes.LIGHT))
    home.hear("zigbee2mqtt/lamp/availability", {"state": "offline"})
    home.registry.seed("light.lamp", OLD)
    state = home.registry.states["light.lamp"]
    assert (state.state, state.available) == ("on", False)


def test_a_device_that_is_not_there_is_not_brought_back() -> None:
    home = House()
    home.registry.seed("light.lamp", OLD)
    assert not home.registry.states
