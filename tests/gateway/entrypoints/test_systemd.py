import os
import socket
from pathlib import Path

from gateway.entrypoints.systemd import notify, watchdog_s


def test_systemd_is_told(tmp_path: Path) -> None:
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        manager.settimeout(5)
        assert notify("READY=1", "STATUS=listening", environment={"NOTIFY_SOCKET": path})
        assert manager.recv(100) == b"READY=1\nSTATUS=listening"


def test_without_systemd_nothing_happens() -> None:
    assert not notify("READY=1", environment={})


def test_a_manager_that_is_gone_does_not_matter(tmp_path: Path) -> None:
    assert not notify("READY=1", environment={"NOTIFY_SOCKET": str(tmp_path / "none")})


def test_the_watchdog_is_fed_twice_as_often_as_it_asks() -> None:
    assert watchdog_s({"WATCHDOG_USEC": "30000000"}) == 15
    assert watchdog_s({}) is None
    assert watchdog_s({"WATCHDOG_USEC": "x"}) is None


def test_a_watchdog_for_another_process_is_not_ours() -> None:
    assert watchdog_s({"WATCHDOG_USEC": "1", "WATCHDOG_PID": str(os.getpid() + 1)}) is None
