from pathlib import Path

import pytest

from context.store import Store
from gateway.config import Settings, load
from gateway.entrypoints import doctor


def settings(folder: Path, **environment: str) -> Settings:
    return load(None, {"AMBIENT_STORE__PATH": str(folder / "a.db"), **environment})


def test_a_machine_that_runs_the_tests_has_what_is_needed() -> None:
    assert (doctor.python().mark, doctor.packages().mark) == ("ok", "ok")


def test_the_shipped_models_are_undamaged() -> None:
    assert {finding.mark for finding in doctor.models()} == {"ok"}


def test_a_store_that_is_sound_says_so(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db").close()
    assert doctor.store(settings(tmp_path)).mark == "ok"


def test_a_store_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("not a database, whatever its name says" * 100)
    finding = doctor.store(settings(tmp_path))
    assert finding.mark == "fail"
    assert "a.db" in finding.text


def test_looking_makes_no_store(tmp_path: Path) -> None:
    doctor.store(settings(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_home_without_a_time_zone_is_warned(tmp_path: Path) -> None:
    assert doctor.time_zone(settings(tmp_path)).mark == "warn"
    zoned = settings(tmp_path, AMBIENT_HOME__TIMEZONE="Europe/Zurich")
    assert doctor.time_zone(zoned).mark == "ok"


@pytest.mark.parametrize(("free_mb", "mark"), [(64, "warn"), (900, "ok")])
def test_little_memory_is_warned_of(
    free_mb: int, mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text(f"MemTotal: 1000000 kB\nMemAvailable: {free_mb * 1024} kB\n")
    monkeypatch.setattr(doctor, "MEMINFO", meminfo)
    assert doctor.memory().mark == mark


def test_a_finding_is_one_line() -> None:
    assert str(doctor.Finding("ok", "disk", "900 MB")) == "ok   disk      900 MB"
