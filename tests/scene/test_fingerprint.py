"""A fingerprint says where edges are, and no more."""

from io import BytesIO

from hypothesis import given, strategies as st
import numpy as np
from PIL import Image
import pytest

from custom_components.dropcam_privacy.scene.fingerprint import (
    BYTES,
    HEIGHT,
    WIDTH,
    Fingerprint,
    fingerprint,
    grey_of,
    grey_of_jpeg,
)
from tests.fakes.homes import Light, home


def jpeg_of(image: Image.Image) -> bytes:
    """Encode an image."""
    written = BytesIO()
    image.save(written, "JPEG", quality=85)
    return written.getvalue()


@pytest.mark.parametrize("size", [(1, 1), (320, 240), (640, 360), (1920, 1080), (90, 160)])
def test_any_size(size: tuple[int, int]) -> None:
    """Whatever shape a picture has, it is made small."""
    grey = grey_of_jpeg(jpeg_of(home(1).picture(Light.DAY, 1).resize(size)))
    assert grey.shape == (HEIGHT, WIDTH)
    assert grey.dtype == np.uint8


def test_decoding_coarsely_is_as_good() -> None:
    """A JPEG is decoded no finer than needed, and the picture is the same."""
    image = home(1).picture(Light.DAY, 1).resize((1920, 1080))
    fine, coarse = grey_of(image).astype(int), grey_of_jpeg(jpeg_of(image)).astype(int)
    assert np.abs(fine - coarse).mean() < 3


@pytest.mark.parametrize("broken", [b"", b"\xff\xd8\xff\xd9", b"GIF89a", jpeg_of(home(1).picture(Light.DAY, 1))[:2000]])
def test_what_is_no_picture(broken: bytes) -> None:
    """It is an error, not a fingerprint."""
    with pytest.raises((OSError, ValueError, SyntaxError)):
        grey_of_jpeg(broken)


@given(st.integers(0, 255))
def test_nothing_to_see(level: int) -> None:
    """A cap on the lens, or a white wall, has no structure."""
    flat = fingerprint(np.full((HEIGHT, WIDTH), level, np.uint8))
    assert flat.structure == 0
    assert not flat.signed.any()


@given(st.integers(0, 2**32 - 1))
def test_size_on_the_disk(seed: int) -> None:
    """It is always as long, and no part of it is beyond what a byte holds."""
    grey = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH), np.uint8)
    taken = fingerprint(grey)
    written = taken.to_bytes()
    assert len(written) == BYTES
    read = Fingerprint.from_bytes(written)
    assert np.abs(read.signed - taken.signed).max() < 0.01
    assert np.abs(read.doubled - taken.doubled).max() < 0.01


def test_light_does_not_count() -> None:
    """Half the light, the same fingerprint, nearly."""
    grey = grey_of(home(2).picture(Light.DAY, 1))
    bright, dim = fingerprint(grey), fingerprint((grey // 2).astype(np.uint8))
    both = np.vdot(bright.signed, dim.signed).real
    assert both / np.linalg.norm(bright.signed) / np.linalg.norm(dim.signed) > 0.95


@pytest.mark.parametrize("cut", [0, 1, BYTES - 1, BYTES + 1])
def test_bytes_that_are_none(cut: int) -> None:
    """What was cut or lengthened on the disk is refused."""
    with pytest.raises(ValueError, match="reshape"):
        Fingerprint.from_bytes(b"\x01" * cut)
