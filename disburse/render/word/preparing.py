"""Word templates taken apart: what is filled, as jinja sources, and what stays as it is.

docxtpl turns what Word saved, tags cut across runs and all, into a jinja source. That and loading
docxtpl take as long as ten letters, so the sources are kept beside jinja's own compiled templates.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import msgspec
from jinja2 import FileSystemBytecodeCache

from disburse.files import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_PROPERTIES = "docProps/core.xml"
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)<")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a template by name: jinja sources, and contents that are kept."""

    sources: dict[str, str]
    kept: dict[str, bytes]


def prepared(template: Path) -> Parts:
    """Take a template apart. Raises OSError, BadZipFile."""
    with ZipFile(template) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    tagged = {name: parts.pop(name).decode() for name in list(parts) if _FILLED.fullmatch(name)}
    if _PROPERTIES in parts:
        parts[_PROPERTIES] = _as_new(parts[_PROPERTIES])
    return Parts(_remembered(template, tagged), parts)


def _remembered(template: Path, tagged: Mapping[str, str]) -> dict[str, str]:
    """Give the sources as made before from the same parts by the same docxtpl, or make them."""
    folder = _folder()
    if folder is None:
        return _patched(template, tagged)
    key = hashlib.sha256(repr((version("docxtpl"), sorted(tagged.items()))).encode())
    path = folder / f"__word_{key.hexdigest()}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        sources = _patched(template, tagged)
    try:
        with written_whole(path) as unfinished:
            unfinished.write_bytes(msgspec.json.encode(sources))
    except OSError:
        return sources  # only slower next time
    return sources


def _patched(template: Path, tagged: Mapping[str, str]) -> dict[str, str]:
    from docxtpl import DocxTemplate

    library = DocxTemplate(template)
    return {name: library.patch_xml(text) for name, text in tagged.items()}


def _folder() -> Path | None:
    """Return jinja's folder, private to the user; None where there can be none."""
    try:
        return Path(FileSystemBytecodeCache().directory)
    except (OSError, RuntimeError):
        return None


def _as_new(properties: bytes) -> bytes:
    """Let a document be as old as its last change, whenever its template was changed."""
    created = _CREATED.search(properties)
    return _MODIFIED.sub(rb"\g<1>" + created[1], properties) if created else properties
