"""Check the files that Home Assistant reads but no other tool checks: manifest, translations, icons, hacs.json.

Every sentence that the code may ask for must be in translations/en.json, and nothing else may be there.
"""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import re
import sys
from typing import Any

ROOT = Path(__file__).parents[1]
DOMAIN = "dropcam_privacy"
INTEGRATION = ROOT / "custom_components" / DOMAIN
MANIFEST_KEYS = {
    "codeowners",
    "config_flow",
    "dependencies",
    "documentation",
    "domain",
    "integration_type",
    "iot_class",
    "issue_tracker",
    "name",
    "version",
}
# Were these among the dependencies, our set-up would wait for them, and originals would be open at the start.
HEAVY = {"camera", "stream", "go2rtc", "media_source"}
THEIRS = {"config_entry_reauth"}  # a text of Home Assistant's own
# What a sentence may not lose in another language: what is put in, and what is written as it is.
_FIXED = re.compile(r"\{\w+\}|`[^`]+`")
problems: list[str] = []


def check(holds: object, problem: str) -> None:
    """Note a problem unless something holds."""
    if not holds:
        problems.append(problem)


def load(path: Path) -> dict[str, Any]:
    """Read a JSON object; a missing or broken one is a problem, and empty."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as err:
        problems.append(f"{path.relative_to(ROOT)}: {err}")
        return {}
    check(isinstance(loaded, dict), f"{path.relative_to(ROOT)}: not an object")
    return loaded if isinstance(loaded, dict) else {}


class Code:
    """What the code says: its words, and the sentences it asks for by kind."""

    def __init__(self) -> None:
        """Read every module."""
        self.words: set[str] = set()
        self.asked: dict[str, set[str]] = {"step": set(), "error": set(), "abort": set(), "key": set()}
        trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(INTEGRATION.rglob("*.py"))]
        self.names = dict(pair for tree in trees for pair in self._constants(tree))
        for tree in trees:
            for node in ast.walk(tree):
                self._read(node)
        # Selectors of actions have their texts, too.
        actions = (INTEGRATION / "services.yaml").read_text(encoding="utf-8")
        self.words.update(re.findall(r"translation_key: (\w+)", actions))

    @staticmethod
    def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
        for node in tree.body:
            match node:
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(value))):
                    yield name, value
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
                    yield name, value

    def _read(self, node: ast.AST) -> None:
        match node:
            case ast.Constant(value=str(value)):
                self.words.add(value)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("async_step_"):
                self.words.add(name.removeprefix("async_step_"))
            case ast.ClassDef(name="Reason", body=body):
                members = {item.value.value for item in body if isinstance(item, ast.Assign)}  # type: ignore[attr-defined]  # StrEnum
                self.asked["key"] |= members - {"granted"}
            case ast.keyword(arg="step_id" | "reason" | "translation_key" as arg, value=value):
                self._ask({"step_id": "step", "reason": "abort", "translation_key": "key"}[arg], value)
            case ast.Assign(targets=[ast.Name(id="_attr_translation_key")], value=value):
                self._ask("key", value)
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id="errors"))], value=value):
                self._ask("error", value)

    def _ask(self, kind: str, value: ast.expr) -> None:
        match value:
            case ast.Constant(value=str(word)):
                self.asked[kind].add(word)
            case ast.Name(id=name) if name in self.names:
                self.asked[kind].add(self.names[name])


def leaves(tree: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Walk all texts."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def check_translations(code: Code) -> dict[str, Any]:
    """Compare what the code asks for with what there is, both ways."""
    text = load(INTEGRATION / "translations" / "en.json")
    flows = [text.get("config", {}), *text.get("config_subentries", {}).values()]
    entities = {key for platform in text.get("entity", {}).values() for key in platform}
    known = {kind: {key for flow in flows for key in flow.get(kind, {})} for kind in ("step", "error", "abort")}
    known["key"] = entities.union(*(text.get(part, {}) for part in ("common", "exceptions", "issues", "selector")))
    for kind, asked in code.asked.items():
        for word in sorted(asked - known[kind] - THEIRS):
            # A reason may also be the reason of something else than an abort.
            check(kind == "abort" and word in known["key"], f"en.json: no text for the {kind} {word!r}")
        problems.extend(f"en.json: nothing asks for the {kind} {word!r}" for word in sorted(known[kind] - code.words))
    for path, value in leaves(text):
        check(isinstance(value, str) and value.strip(), f"en.json: {path} is empty")
        check("[%key:" not in str(value), f"en.json: {path} refers to another key, which only core may")
        check(not re.search(r"<\w+", str(value)), f"en.json: {path} holds HTML")
    return text


def check_languages(text: dict[str, Any]) -> None:
    """See that every other language says the same sentences, with the same values and names in them."""
    words = dict(leaves(text))
    for path in sorted((INTEGRATION / "translations").glob("*.json")):
        other = dict(leaves(load(path)))
        problems.extend(f"{path.name}: {key} is missing" for key in sorted(words.keys() - other.keys()))
        problems.extend(f"{path.name}: {key} is not in en.json" for key in sorted(other.keys() - words.keys()))
        for key in sorted(words.keys() & other.keys()):
            check(other[key].strip(), f"{path.name}: {key} is empty")
            check(
                sorted(re.findall(_FIXED, other[key])) == sorted(re.findall(_FIXED, words[key])),
                f"{path.name}: {key} has other values or names than in en.json",
            )


def check_icons(text: dict[str, Any]) -> None:
    """See that icons belong to entities and services that there are, and are of Home Assistant's set."""
    icons = load(INTEGRATION / "icons.json")
    for platform, entities in icons.get("entity", {}).items():
        for key in entities:
            there = key == "_" or key in text.get("entity", {}).get(platform, {})
            check(there, f"icons.json: {platform}.{key} is no entity of ours")
    check(
        set(icons.get("services", {})) == set(text.get("services", {})),
        "icons.json and en.json name different services",
    )
    for path, value in leaves(icons):
        check(path.endswith("service") or re.fullmatch(r"mdi:[a-z0-9-]+", value), f"icons.json: {path}: {value!r}")


def check_manifest() -> None:
    """See that the manifest is complete, in order, and light."""
    manifest = load(INTEGRATION / "manifest.json")
    problems.extend(f"manifest.json: {key} is missing" for key in sorted(MANIFEST_KEYS - manifest.keys()))
    check(manifest.get("domain") == DOMAIN == INTEGRATION.name, "manifest.json: another domain than the folder")
    order = ["domain", "name", *sorted(manifest.keys() - {"domain", "name"})]
    check(list(manifest) == order, "manifest.json: domain, name, then in alphabetical order")
    check(re.fullmatch(r"\d+\.\d+\.\d+", str(manifest.get("version"))), "manifest.json: the version is not X.Y.Z")
    check(not HEAVY & set(manifest.get("dependencies", ())), f"manifest.json: depends on one of {sorted(HEAVY)}")
    services = (INTEGRATION / "services.yaml").exists()
    registers = any("async_register(" in path.read_text() for path in INTEGRATION.glob("services.py"))
    check(services == registers, "services.yaml and services.py do not go together")


def check_shop_window() -> None:
    """See that what HACS and people look for is there."""
    hacs = load(ROOT / "hacs.json")
    for key in ("name", "homeassistant"):
        check(isinstance(hacs.get(key), str), f"hacs.json: {key} is missing")
    for name in ("README.md", "LICENSE", "CHANGELOG.md"):
        check((ROOT / name).is_file(), f"{name} is missing")
    for name in ("icon.png", "logo.png"):
        check((INTEGRATION / "brand" / name).is_file(), f"brand/{name} is missing")
    check((INTEGRATION / "quality_scale.yaml").is_file(), "quality_scale.yaml is missing")


if __name__ == "__main__":
    check_manifest()
    english = check_translations(Code())
    check_languages(english)
    check_icons(english)
    check_shop_window()
    print("\n".join(problems) or "manifest, translations, icons and hacs.json are in order")
    sys.exit(bool(problems))
