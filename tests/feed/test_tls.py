"""Certificates that nobody vouches for, and encryption from another time."""

import ssl

import pytest

from custom_components.dropcam_privacy.feed.address import Access
from custom_components.dropcam_privacy.feed.client import CameraClient
from custom_components.dropcam_privacy.feed.errors import CannotConnect, CertificateRefused, FeedError
from tests.fakes.bent import RawServer
from tests.fakes.cameras import FakeCamera, whose
from tests.fakes.tls import self_signed

VERSIONS = [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


async def read(address: str, *, verify_ssl: bool) -> bytes:
    """Read a still, as a camera that is asked for the first time."""
    client = CameraClient(Access(verify_ssl=verify_ssl), lambda _: None)
    try:
        return await client.read(address)
    finally:
        await client.async_close()


@pytest.mark.parametrize("version", VERSIONS)
async def test_without_the_check_each_version_will_do(version: ssl.TLSVersion) -> None:
    """And each certificate."""
    async with FakeCamera("red", tls=self_signed(version)) as camera:
        assert whose(await read(camera.still_url, verify_ssl=False)) == "red"


async def test_a_certificate_that_nobody_signed() -> None:
    """With the check it is refused, in a word of its own, and nothing is asked."""
    async with FakeCamera("red", tls=self_signed()) as camera:
        with pytest.raises(CertificateRefused) as refused:
            await read(camera.still_url, verify_ssl=True)
        assert refused.value.__cause__ is None
        assert str(camera.port) not in str(refused.value)
        assert camera.requests == []


@pytest.mark.parametrize("version", VERSIONS[:2])
async def test_what_is_outdated_is_refused_with_the_check(version: ssl.TLSVersion) -> None:
    """Nothing is asked of it either."""
    async with FakeCamera("red", tls=self_signed(version)) as camera:
        with pytest.raises(FeedError):
            await read(camera.still_url, verify_ssl=True)
        assert camera.requests == []


# A ServerHello of TLS 1.0, and the alerts "protocol version" and "handshake failure".
HELLO = bytes.fromhex("16030100 2a 02000026 0301" + "00" * 32 + "00002f00")
ALERTS = [bytes.fromhex("15030100020246"), bytes.fromhex("15030100020228")]


@pytest.mark.parametrize("said", [HELLO, *ALERTS], ids=["hello", "protocol version", "handshake failure"])
async def test_what_says_that_it_is_outdated(said: bytes) -> None:
    """It names the switch by which it would work."""
    async with RawServer(said) as camera:
        with pytest.raises(CertificateRefused):
            await read(f"https://127.0.0.1:{camera.port}/", verify_ssl=True)
        with pytest.raises(CannotConnect):
            await read(f"https://127.0.0.1:{camera.port}/", verify_ssl=False)


async def test_what_has_nothing_to_do_with_certificates() -> None:
    """A camera that speaks no TLS there does not have people turn the check off."""
    async with RawServer(b"HTTP/1.1 400 Bad Request\r\n\r\n") as camera:
        for verify_ssl in (True, False):
            with pytest.raises(CannotConnect):
                await read(f"https://127.0.0.1:{camera.port}/", verify_ssl=verify_ssl)
    with pytest.raises(CannotConnect):
        await read("https://127.0.0.1:1/", verify_ssl=True)
