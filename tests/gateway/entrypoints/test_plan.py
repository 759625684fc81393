import os
import pickle
from pathlib import Path

from gateway.config import Settings, load
from gateway.entrypoints.plan import plan_of, take_over

CONFIG = """
mqtt: {host: broker.lan, username: ambient, password: hidden}
home: {areas: [{id: study, name: Study}]}
store: {path: ambient.db, history_days: 7}
confirm_timeout_s: 3
"""


def settings(folder: Path) -> Settings:
    file = folder / "config.yaml"
    file.write_text(CONFIG)
    return load(file, {})


def test_every_setting_of_the_daemon_is_in_its_plan(tmp_path: Path) -> None:
    plan = plan_of(settings(tmp_path))
    assert (plan.broker.host, plan.broker.password) == ("broker.lan", "hidden")
    assert (plan.store, plan.history_days) == (str(tmp_path / "ambient.db"), 7)
    assert (plan.confirm_timeout_s, plan.household.areas["study"].name) == (3, "Study")


def test_a_plan_that_was_handed_over_is_the_same(tmp_path: Path) -> None:
    plan = plan_of(settings(tmp_path))
    file = os.memfd_create("plan")
    os.write(file, pickle.dumps(plan))
    os.lseek(file, 0, os.SEEK_SET)
    assert take_over(file) == plan


def test_a_plan_keeps_its_password_to_itself(tmp_path: Path) -> None:
    assert "hidden" not in repr(plan_of(settings(tmp_path)))
