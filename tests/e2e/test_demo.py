"""The demo is somebody's household: neither a second start nor a busy port takes it away."""

import fcntl
import json
from pathlib import Path
import socket
import sys
from typing import Any

import pytest

from scripts import demo

from .server import free_port


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have a demo that was made before."""
    monkeypatch.setattr(demo, "HOME", tmp_path)
    monkeypatch.setattr(sys, "argv", ["demo"])
    memory = {"port": free_port(), "cameras": {name: free_port() for name in demo.CAMERAS}}
    (tmp_path / "demo.json").write_text(json.dumps(memory))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "secret.txt").touch()
    return memory


def stands(home: Path) -> bool:
    """Return whether the household is as it was made."""
    return (home / "config" / "secret.txt").exists() and (home / "demo.json").exists()


@pytest.mark.parametrize("camera", [None, "attic"])
def test_a_port_that_is_taken(
    memory: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], camera: str | None
) -> None:
    """It says which, and starts and deletes nothing."""
    port = memory["cameras"][camera] if camera else memory["port"]
    with socket.create_server(("127.0.0.1", port)):
        assert demo.main() == 1
    assert f"port {port}" in capsys.readouterr().out
    assert stands(tmp_path)


@pytest.mark.parametrize("made", [True, False])
def test_one_that_runs(
    memory: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], *, made: bool
) -> None:
    """A second start tells where it runs; while it is being made, that there is nothing to see yet."""
    if not made:
        (tmp_path / "demo.json").unlink()
    with (tmp_path / "lock").open("w") as lock, socket.create_server(("127.0.0.1", memory["port"])):
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made:
            print(memory["port"], file=lock, flush=True)
        assert demo.main() == 1
    told = capsys.readouterr().out
    assert (f"http://127.0.0.1:{memory['port']}/" in told) is made
    assert ("try again" in told) is not made
    assert (tmp_path / "config" / "secret.txt").exists()
