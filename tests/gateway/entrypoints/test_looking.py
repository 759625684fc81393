import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.entrypoints.looking import PATIENCE, Homes
from gateway.evaluate import WILLOW
from gateway.evaluate.commands import snapshot_of
from gateway.yaml_lines import FormatError


@pytest.mark.slow
def test_a_home_is_seen_from_elsewhere_as_from_here() -> None:
    with Homes() as homes:
        seen = homes(WILLOW)
    here = snapshot_of(WILLOW)
    assert seen.household == here.household
    assert seen.states == here.states
    assert seen.devices == {id: replace(d, address=None) for id, d in here.devices.items()}


@pytest.mark.slow
def test_the_other_process_goes_when_no_new_homes_come(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("devices: 7", encoding="utf-8")
    with Homes() as homes:
        with pytest.raises(FormatError):
            homes(broken)
        seen = [homes(WILLOW) for _ in range(PATIENCE + 1)]
        assert homes._looker is None
    assert all(one is seen[0] for one in seen)


@pytest.mark.slow
def test_what_understands_loads_nothing_that_plays_a_house() -> None:
    code = "import sys, gateway.entrypoints.parsing; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sqlalchemy", "pydantic", "structlog", "asyncio", "jinja2", "paho", "amqtt"}
    assert heavy.isdisjoint(done.stdout.split())
