from context.inventory import known_devices
from context.recorder import Recorder
from context.store import Store
from devices.model import Device, State, StateChanged

LAMP = Device("light.lamp", "Lamp", "homeassistant", "homeassistant/light/lamp/config")


def recorded() -> tuple[Store, Recorder]:
    store = Store.in_memory()
    recorder = Recorder(store, threaded=False)
    recorder.device(LAMP)
    recorder.record(StateChanged("light.lamp", None, State("on"), frozenset({"state"})))
    return store, recorder


def test_a_device_comes_with_its_last_state() -> None:
    store, recorder = recorded()
    recorder.flush()
    (lamp,) = known_devices(store)
    assert (lamp.id, lamp.name, lamp.state and lamp.state.state) == ("light.lamp", "Lamp", "on")


def test_a_device_that_was_removed_is_not_listed() -> None:
    store, recorder = recorded()
    recorder.removed("light.lamp")
    recorder.flush()
    assert known_devices(store) == ()
