"""What outlives a restart, a full disk, and a damaged file: what is held stays held."""

import errno
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, strategies as st
import numpy as np
import pytest

from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.rights.durable import DurableFile
from custom_components.dropcam_privacy.scene.fingerprint import COLUMNS, ROWS, Fingerprint
from custom_components.dropcam_privacy.scene.memory import Memory
from custom_components.dropcam_privacy.scene.watch import Verdict
from custom_components.dropcam_privacy.scenes.book import Book, Known, Wish
from custom_components.dropcam_privacy.scenes.manager import SCENES, Scenes
from tests.household.home import NURSERY, Household

from .held import UNAVAILABLE, ask, back, hold, scene_of


async def restart(home: Household) -> None:
    """Have everything that is known be read anew."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    changes = home.hass.data[SCENES].changes
    scenes = home.hass.data[SCENES] = Scenes(home.hass)
    scenes.changes = changes
    await scenes.async_load()
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()


def file_of(home: Household) -> Path:
    """Return the file of the camera."""
    return Path(home.hass.config.path(".storage", "dropcam_privacy.scenes", NURSERY))


async def test_a_restart(known: Household) -> None:
    """Its scene is known, what is held still is, and comes back by itself."""
    await restart(known)
    assert await known.ben.sees() == "red"
    await hold(known)
    await restart(known)
    assert scene_of(known).state == "held"
    for person in (known.anna, known.ben):
        assert await person.sees() == UNAVAILABLE
    question = await ask(known, "question")
    assert (question["accepted"], question["now"]) == (None, None)
    await back(known)
    assert await known.ben.sees() == "red"


@pytest.mark.parametrize("left", [0, 1, 50, -1])
async def test_a_damaged_file(known: Household, left: int) -> None:
    """Nothing is known any more, and everything is held until an owner has answered."""
    file = file_of(known)
    raw = file.read_bytes()
    file.write_bytes(raw[:left])
    await restart(known)
    assert scene_of(known).state == "held"
    assert await known.anna.sees() == await known.ben.sees() == UNAVAILABLE
    await ask(known, "look")
    assert (await ask(known, "answer", answer="moved"))["state"] == "known"
    assert await known.ben.sees() == "red"


async def test_a_folder_that_cannot_be_read(known: Household) -> None:
    """It cannot be told which cameras were checked, so all are held."""
    with patch.object(Path, "iterdir", side_effect=OSError(errno.EIO, "broken")):
        await restart(known)
    assert scene_of(known).state == "held"
    assert await known.ben.sees() == UNAVAILABLE


async def test_a_full_disk(known: Household) -> None:
    """What is held is held all the same; what an owner gives needs the disk."""
    with patch.object(DurableFile, "replace", side_effect=OSError(errno.ENOSPC, "full")):
        await hold(known, "green")
        assert await known.anna.sees() == UNAVAILABLE
        assert await ask(known, "answer", answer="light") == "not_durable"
        assert await ask(known, "off") == "not_durable"
        assert scene_of(known).state == "held"
        assert await ask(known, "answer", answer="not_mine") == "not_durable"
        assert scene_of(known).disowned
    assert await known.anna.sees() == UNAVAILABLE
    assert (await ask(known, "answer", answer="mine"))["state"] == "held"


async def test_a_removed_camera(known: Household) -> None:
    """Nothing of it stays."""
    assert file_of(known).exists()
    assert known.hass.config_entries.async_remove_subentry(known.entry, NURSERY)
    await known.hass.async_block_till_done()
    assert not file_of(known).exists()


async def test_no_picture_is_on_the_disk(known: Household) -> None:
    """Fingerprints, and no more: nothing that begins as a picture does."""
    await hold(known)
    await known.hass.async_block_till_done(wait_background_tasks=True)
    folder = Path(known.hass.config.path())
    for file in folder.rglob("*"):
        if file.is_file():
            raw = file.read_bytes()
            assert b"\xff\xd8\xff" not in raw, file
            assert b"/9j/" not in raw, file


looks = st.lists(st.integers(0, 2**31), max_size=3)
memories = st.builds(
    lambda seeds, since, held, disowned: Memory(tuple(map(_look, seeds)), since, held, 5.0, disowned),
    looks,
    st.integers(0, 2**40).map(float),
    st.none() | st.sampled_from([Verdict.HELD, Verdict.BLANK]),
    st.booleans(),
)


def _look(seed: int) -> Fingerprint:
    parts = np.random.default_rng(seed).integers(-127, 128, (4, ROWS, COLUMNS), np.int8)
    return Fingerprint.from_bytes(parts.tobytes())


@given(st.sampled_from(Wish), memories, st.data())
def test_the_bytes_of_a_file(wish: Wish, memory: Memory, data: st.DataObject) -> None:
    """What was written is read; what is anything else is held."""
    raw = Known(wish, memory).to_bytes()
    assert Known.from_bytes(raw).to_bytes() == raw
    place = data.draw(st.integers(0, len(raw) - 1))
    changed = raw[:place] + bytes([raw[place] ^ data.draw(st.integers(1, 255))]) + raw[place + 1 :]
    assert Known.from_bytes(changed) == Known.lost()
    assert Known.from_bytes(raw[:place]) == Known.lost()


async def test_no_name_leads_elsewhere(tmp_path: Path) -> None:
    """A camera's id is a file's name, and nothing else."""
    (tmp_path / "book").mkdir()
    for name in ("../outside", "/tmp/outside", "", ".", "a/b"):
        with pytest.raises(OSError, match="no name"):
            Book(tmp_path / "book")._file(CameraId(name))
