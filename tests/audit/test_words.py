"""The page has words for everything that the log may say."""

import json
from pathlib import Path

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.policy.model import Allowance, Reason
from custom_components.dropcam_privacy.rights.records import Grant

_PANEL = Path(__file__).parents[2] / "panel/src"
_WORDS = json.loads((_PANEL / "translations/en/log.json").read_text(encoding="utf-8"))


def _keys(words: dict[str, object]) -> set[str]:
    return {key.removesuffix("_one").removesuffix("_other") for key in words}


def test_events() -> None:
    """Each has a sentence, and is of a kind that can be looked for."""
    code = (_PANEL / "log-words.ts").read_text(encoding="utf-8")
    assert {event.value for event in Event} <= _keys(_WORDS)
    assert [event for event in Event if f'"{event.value}"' not in code.partition("GROUPS")[2].partition("}")[0]] == []


def test_what_they_are_about() -> None:
    """What is given and taken, by which allowance, and why something was refused."""
    switched = {Grant.LOWERED, Grant.ON}
    grants = {grant.value for grant in Grant if grant not in switched}
    assert all(grants <= _WORDS[event].keys() for event in ("given", "taken"))
    assert all(grants | {"on", "name", "restored"} <= _WORDS[event].keys() for event in ("proposed", "withdrawn"))
    assert {allowance.value for allowance in Allowance} == _WORDS["what"].keys()
    assert {reason.value for reason in Reason if reason is not Reason.GRANTED} <= _keys(_WORDS["refused"])
