"""Find in Home Assistant's source what could be a road: views, commands, services, media sources, and who asks cameras.

Nothing is imported or run: its files are read. What a camera's picture passes must have one of these names somewhere.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
import re
from typing import NamedTuple

import homeassistant
from homeassistant.const import MAJOR_VERSION, MINOR_VERSION

VERSION = f"{MAJOR_VERSION}.{MINOR_VERSION}"
ROOT = Path(homeassistant.__file__).parent
# By which a picture, a stream or an address is asked for, or a token that opens them.
ASKING = frozenset(
    {
        "DATA_CAMERA_PREFS",
        "access_tokens",
        "async_camera_image",
        "async_create_stream",
        "async_get_image",
        "async_get_media_image",
        "async_get_mjpeg_stream",
        "async_get_still_stream",
        "async_get_stream_source",
        "async_handle_async_webrtc_offer",
        "async_on_webrtc_candidate",
        "async_register_webrtc_provider",
        "async_request_stream",
        "async_resolve_media",
        "camera_image",
        "camera_proxy",
        "create_stream",
        "endpoint_url",
        "get_camera_from_entity_id",
        "handle_async_mjpeg_stream",
        "handle_async_still_stream",
        "stream_source",
    }
)
# What everybody takes who makes a camera, instead of asking one.
_ENTITY = frozenset({"Camera", "CameraEntityFeature", "CameraEntityDescription", "CameraState", "DOMAIN"})
# What a view or a command that hands out pictures, or a key to them, mentions.
_WORDS = re.compile(
    r"camera|stream|image|picture|snapshot|media|webrtc|web_rtc|hls|sign_path|template|webhook|smart_home|google_assis|"
    r"execute|call_service|async_call\(|long_lived|get_states|subscribe_e|backup/download",
    re.IGNORECASE,
)
# What the description of a service does.
_PICTURES = re.compile(r"camera|snapshot|image|picture|stream|record|play_media|  media:|attachments|lovelace")
_WORTH_READING = tuple(
    name.encode() for name in (*sorted(ASKING), "components.camera", "View", "websocket_command", "MediaSource)")
)
_DESCRIBED = re.compile(r"^(?=[a-z_0-9]+:)", re.MULTILINE)


class Finding(NamedTuple):
    """Something in Home Assistant's source that could be a road."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        """Write it on a line."""
        return f"{self.kind} {self.where} {self.what}"


def find() -> set[Finding]:
    """Read everything, and return what could be a road."""
    return {finding for finding, text in _everything() if _about_pictures(finding, text)}


def _about_pictures(finding: Finding, text: str) -> bool:
    match finding.kind:
        case "asks" | "source":
            return True
        case "service":
            return _PICTURES.search(text) is not None
    return _WORDS.search(text) is not None


def find_all() -> set[Finding]:
    """Read everything, and return all views, commands, services and sources, whatever they are about."""
    return {finding for finding, _ in _everything()}


@cache
def _everything() -> list[tuple[Finding, str]]:
    return list(_read())


def _read() -> Iterator[tuple[Finding, str]]:
    for folder in (ROOT / "components", ROOT / "helpers"):
        for path in folder.rglob("*.py"):
            source = path.read_bytes()
            if any(word in source for word in _WORTH_READING):
                yield from _Module(path, source.decode()).findings()
        for path in folder.glob("*/services.yaml"):
            for text in _DESCRIBED.split(path.read_text(encoding="utf-8"))[1:]:
                yield Finding("service", path.parent.name, text.partition(":")[0]), text


class _Module:
    """One file of Home Assistant's."""

    def __init__(self, path: Path, source: str) -> None:
        self._source = source
        self._lines = source.splitlines()
        self._tree = ast.parse(source)
        self._where = str(path.relative_to(ROOT).with_suffix("")).removeprefix("components/").removesuffix("/__init__")
        self._constants = {
            target.id: node.value.value
            for node in self._tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def findings(self) -> Iterator[tuple[Finding, str]]:
        """Go through it."""
        asked: dict[str, set[str]] = {}
        for names, node in self._walk():
            if name := self._asks(node):
                asked.setdefault(f"{self._where}:{'.'.join(names)}".removesuffix(":"), set()).add(name)
            if isinstance(node, ast.ClassDef):
                yield from self._of_class(node)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for command in self._commands(node):
                    yield Finding("command", self._where, command), self._text(node)
            elif isinstance(node, ast.ImportFrom) and self._of_camera(node):
                taken = sorted({alias.name for alias in node.names} - _ENTITY)
                if taken and not self._where.endswith("/camera"):
                    asked.setdefault(self._where, set()).update(f"import:{name}" for name in taken)
        for where, what in asked.items():
            yield Finding("asks", where, ",".join(sorted(what))), ""

    def _walk(self) -> Iterator[tuple[tuple[str, ...], ast.AST]]:
        todo: list[tuple[tuple[str, ...], ast.AST]] = [((), self._tree)]
        while todo:
            names, node = todo.pop()
            yield names, node
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                names = (*names, node.name)
            todo.extend((names, child) for child in ast.iter_child_nodes(node))

    @staticmethod
    def _asks(node: ast.AST) -> str | None:
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in ASKING:
                return name
            case ast.Constant(value=str(text)) if "/camera_proxy" in text and "\n" not in text:
                return "camera_proxy"
            case ast.Subscript(value=ast.Attribute(attr="data"), slice=key):
                wanted = ast.unparse(key)
                return (
                    "data[camera]" if re.fullmatch(r"'camera'|camera\.DATA_COMPONENT|CAMERA_DOMAIN", wanted) else None
                )
        return None

    @staticmethod
    def _of_camera(node: ast.ImportFrom) -> bool:
        return re.fullmatch(r"homeassistant\.components\.camera(\..*)?", node.module or "") is not None

    def _of_class(self, node: ast.ClassDef) -> Iterator[tuple[Finding, str]]:
        bases = [ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in node.bases]
        if "MediaSource" in bases:
            yield Finding("source", self._where, node.name), ""
        if not any(base.endswith("View") for base in bases):
            return
        urls: list[ast.expr] = []
        for item in node.body:
            match item:
                case (
                    ast.Assign(targets=[ast.Name(id="url" | "extra_urls")], value=value)
                    | ast.AnnAssign(target=ast.Name(id="url" | "extra_urls"), value=ast.expr() as value)
                ):
                    urls += value.elts if isinstance(value, ast.List) else [value]
        for url in [self._word(url) for url in urls] or ["(an address given later)"]:
            yield Finding("view", f"{self._where}:{node.name}", url), self._text(node)

    def _commands(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
        for decorator in node.decorator_list:
            for part in ast.walk(decorator):
                if not isinstance(part, ast.Dict):
                    continue
                for key, value in zip(part.keys, part.values, strict=True):
                    named = key.args[0] if isinstance(key, ast.Call) and key.args else key
                    if isinstance(named, ast.Constant) and named.value == "type":
                        yield self._word(value)

    def _word(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=str(text)):
                return text
            case ast.Name(id=name) if isinstance(self._constants.get(name), str):
                return str(self._constants[name])
        return ast.unparse(node).replace(" ", "")

    def _text(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
        first = min(decorator.lineno for decorator in (*node.decorator_list, node))
        return f"{self._where} " + "\n".join(self._lines[first - 1 : node.end_lineno])
