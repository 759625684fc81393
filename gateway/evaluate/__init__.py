"""Is it good? A simulated home, and scenarios that are played in it.

Read `player.py` first: it plays one scenario through the real gateway, over an MQTT broker in
memory (`memory_broker.py`), against devices that behave as real ones (`house.py`,
`simulated/*`), in a time that costs nothing (`virtual_time.py`).
"""

from pathlib import Path

WILLOW = Path(__file__).parent / "homes" / "willow.yaml"
"""The home of the demo."""
