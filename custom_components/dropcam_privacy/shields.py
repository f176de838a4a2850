"""What is shown where a picture is not: a calm shield with a word, drawn without anything of the camera.

Browsers show the body of a refusal in an image, so a card of somebody who may not look says that it is private,
instead of looking broken. The word stands in the upper half: cards write the camera's name over the lower one.
"""

from typing import Final

from aiohttp import hdrs, web

NO_STORE: Final = {hdrs.CACHE_CONTROL: "no-store, private"}
_TYPE: Final = "image/svg+xml"
_SHIELD: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="640" height="360" role="img" aria-label="{word}">
  <rect width="320" height="180" fill="#dfe7ee"/>
  <text x="160" y="40" fill="#33475b" font-family="Roboto, Noto Sans, Arial, sans-serif" font-size="20"
    text-anchor="middle">{word}</text>{more}
  <path d="M160 58l37 14v28c0 23-15 38-37 46-22-8-37-23-37-46V72z" fill="{color}"/>
  <path d="M143 93a4 4 0 0 1 4-4h16a4 4 0 0 1 4 4v4l10-6v22l-10-6v4a4 4 0 0 1-4 4h-16a4 4 0 0 1-4-4z" fill="#fff"/>
</svg>
"""


_MORE: Final = """
  <text x="160" y="55" fill="#33475b" font-family="Roboto, Noto Sans, Arial, sans-serif" font-size="11"
    text-anchor="middle">{more}</text>"""


def _drawn(word: str, color: str, more: str = "") -> str:
    return _SHIELD.format(word=word, color=color, more=_MORE.format(more=more) if more else "")


_PRIVATE: Final = _drawn("Private", "#4a7a9c")
_OFF: Final = _drawn("Off", "#7a8793")
_HELD: Final = _drawn("Held", "#a3622a", "It may be another camera's picture")
_UNREACHABLE: Final = _drawn("Not reachable", "#8a7f72")


def asleep(last: str | None) -> web.HTTPServiceUnavailable:
    """Make the answer for those who may look, of a camera that nobody watches live; `last` says since when."""
    shield = _drawn("Asleep", "#6c7aa6", "" if last is None else f"Last picture {last}")
    return web.HTTPServiceUnavailable(headers=NO_STORE, text=shield, content_type=_TYPE)


def private() -> web.HTTPForbidden:
    """Make the answer for whoever may not look: one and the same, whatever the camera does."""
    return web.HTTPForbidden(headers=NO_STORE, text=_PRIVATE, content_type=_TYPE)


def off() -> web.HTTPServiceUnavailable:
    """Make the answer for those who may look, of a camera that is off."""
    return web.HTTPServiceUnavailable(headers=NO_STORE, text=_OFF, content_type=_TYPE)


def held() -> web.HTTPServiceUnavailable:
    """Make the answer for those who may look, of a camera that may show what is not its own."""
    return web.HTTPServiceUnavailable(headers=NO_STORE, text=_HELD, content_type=_TYPE)


def unreachable() -> web.HTTPServiceUnavailable:
    """Make the answer for those who may look, of a camera that gives no picture; why is nobody's business here."""
    return web.HTTPServiceUnavailable(headers=NO_STORE, text=_UNREACHABLE, content_type=_TYPE)
