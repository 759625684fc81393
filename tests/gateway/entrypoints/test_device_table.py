from context.inventory import KnownDevice
from devices.model import State
from gateway.entrypoints.device_table import CELL_WIDTH_MAX, stored_rows, table


def lamp(state: State | None, name: str = "Lamp") -> KnownDevice:
    return KnownDevice("light.lamp", name, "study", None, "homeassistant", state)


def test_a_device_is_a_row() -> None:
    _, row, count = table(stored_rows([lamp(State("on"))])).splitlines()
    assert row.split() == ["light.lamp", "Lamp", "study", "on", "homeassistant"]
    assert count == "1 devices"


def test_a_device_that_is_away_says_so() -> None:
    assert "unavailable" in table(stored_rows([lamp(State("on", available=False))]))


def test_a_device_that_never_reported_has_no_state() -> None:
    assert stored_rows([lamp(None)])[0]["state"] is None


def test_a_long_name_is_cut() -> None:
    row = table(stored_rows([lamp(None, "x" * 200)])).splitlines()[1]
    assert "x" * (CELL_WIDTH_MAX - 3) + "..." in row


def test_no_devices_say_what_that_means() -> None:
    assert "none has announced itself" in table([])
