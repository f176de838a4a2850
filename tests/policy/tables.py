"""Who gets what, written out by hand: the tables that the policy must agree with.

Each line of the first table is one role and one channel. The columns are the answer while the camera is on:
`open` with privacy off, `private` with privacy on. What is not listed is refused always. "+word" is granted only where
the owners allowed that word.
"""

from typing import NamedTuple


class Cell(NamedTuple):
    """What a role gets over a channel while the camera is on: "yes", "no" or "+" and the allowance it needs."""

    open: str
    private: str


PICTURES: dict[tuple[str, str], Cell] = {
    ("owner", "snapshot"): Cell("yes", "yes"),
    ("owner", "live"): Cell("yes", "yes"),
    ("owner", "file"): Cell("yes", "no"),
    ("owner", "cast"): Cell("yes", "no"),
    ("owner", "assistant"): Cell("no", "no"),
    ("owner", "ai"): Cell("no", "no"),
    ("owner", "integration"): Cell("no", "no"),
    ("viewer", "snapshot"): Cell("yes", "no"),
    ("viewer", "live"): Cell("yes", "no"),
    ("viewer", "file"): Cell("no", "no"),
    ("viewer", "cast"): Cell("no", "no"),
    ("viewer", "assistant"): Cell("no", "no"),
    ("viewer", "ai"): Cell("no", "no"),
    ("viewer", "integration"): Cell("no", "no"),
    ("automation", "snapshot"): Cell("no", "no"),
    ("automation", "live"): Cell("no", "no"),
    ("automation", "file"): Cell("+automations", "no"),
    ("automation", "cast"): Cell("+automations", "no"),
    ("automation", "assistant"): Cell("no", "no"),
    ("automation", "ai"): Cell("no", "no"),
    ("automation", "integration"): Cell("no", "no"),
    ("assistant", "snapshot"): Cell("no", "no"),
    ("assistant", "live"): Cell("no", "no"),
    ("assistant", "file"): Cell("no", "no"),
    ("assistant", "cast"): Cell("no", "no"),
    ("assistant", "assistant"): Cell("+assistants", "no"),
    ("assistant", "ai"): Cell("no", "no"),
    ("assistant", "integration"): Cell("no", "no"),
    ("integration", "snapshot"): Cell("no", "no"),
    ("integration", "live"): Cell("no", "no"),
    ("integration", "file"): Cell("no", "no"),
    ("integration", "cast"): Cell("no", "no"),
    ("integration", "assistant"): Cell("no", "no"),
    ("integration", "ai"): Cell("+ai", "no"),
    ("integration", "integration"): Cell("+integrations", "no"),
    ("stranger", "snapshot"): Cell("no", "no"),
    ("stranger", "live"): Cell("no", "no"),
    ("stranger", "file"): Cell("no", "no"),
    ("stranger", "cast"): Cell("no", "no"),
    ("stranger", "assistant"): Cell("no", "no"),
    ("stranger", "ai"): Cell("no", "no"),
    ("stranger", "integration"): Cell("no", "no"),
}

# "chosen" is an automation, as it is, that the owners chose; any other is "automation".
CONTROLS: dict[tuple[str, str], str] = {
    ("owner", "lower_privacy"): "yes",
    ("owner", "turn_off"): "yes",
    ("owner", "turn_on"): "yes",
    ("owner", "let_assistants"): "yes",
    ("owner", "share"): "yes",
    ("owner", "release"): "yes",
    ("owner", "answer_scene"): "yes",
    ("viewer", "lower_privacy"): "no",
    ("viewer", "turn_off"): "no",
    ("viewer", "turn_on"): "no",
    ("viewer", "let_assistants"): "no",
    ("viewer", "share"): "no",
    ("viewer", "release"): "no",
    ("viewer", "answer_scene"): "no",
    ("automation", "lower_privacy"): "no",
    ("automation", "turn_off"): "+automations or automations_lower",
    ("automation", "turn_on"): "no",
    ("automation", "let_assistants"): "no",
    ("automation", "share"): "no",
    ("automation", "release"): "no",
    ("automation", "answer_scene"): "no",
    ("chosen", "lower_privacy"): "+automations_lower",
    ("chosen", "turn_off"): "+automations or automations_lower",
    ("chosen", "turn_on"): "+automations_lower",
    ("chosen", "let_assistants"): "no",
    ("chosen", "share"): "no",
    ("chosen", "release"): "no",
    ("chosen", "answer_scene"): "no",
    ("assistant", "lower_privacy"): "no",
    ("assistant", "turn_off"): "no",
    ("assistant", "turn_on"): "no",
    ("assistant", "let_assistants"): "no",
    ("assistant", "share"): "no",
    ("assistant", "release"): "no",
    ("assistant", "answer_scene"): "no",
    ("integration", "lower_privacy"): "no",
    ("integration", "turn_off"): "no",
    ("integration", "turn_on"): "no",
    ("integration", "let_assistants"): "no",
    ("integration", "share"): "no",
    ("integration", "release"): "no",
    ("integration", "answer_scene"): "no",
    ("stranger", "lower_privacy"): "no",
    ("stranger", "turn_off"): "no",
    ("stranger", "turn_on"): "no",
    ("stranger", "let_assistants"): "no",
    ("stranger", "share"): "no",
    ("stranger", "release"): "no",
    ("stranger", "answer_scene"): "no",
}

# What is left of the first table while a picture is held that may be another camera's.
HELD: dict[str, set[tuple[str, str]]] = {
    "nobody": set(PICTURES),
    "others": {("owner", "snapshot"), ("owner", "live")},
    "everybody": set(),
}


def granted(cell: str, allow: frozenset[str]) -> bool:
    """Read a cell for a camera with these allowances."""
    if cell.startswith("+"):
        return any(word in allow for word in cell.removeprefix("+").split(" or "))
    return cell == "yes"
