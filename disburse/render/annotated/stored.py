"""The results stored with formulas, which openpyxl drops: taken from the original, put back.

Without them, every program that does not calculate (Excel's protected view of a file received by
mail, previews, our own reader) would show empty totals.
"""

from __future__ import annotations

import re
import zipfile
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.xml.functions import iterparse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO
    from xml.etree.ElementTree import Element


class Result(NamedTuple):
    """A stored result as the file has it: type of the cell ("n", "str", "b", "e") and text."""

    kind: str
    value: str


Results = dict[str, Result]
"""Stored results of one sheet by address, as "F12"."""

_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"((?: s="\d+")?)[^>]*>'
    rb"(<f(?: [^>]*)?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)"
)


def stored_results(path: Path, parts: Mapping[str, str]) -> dict[str, Results]:
    """Read the results of every formula; ``parts`` names the part of the archive of each sheet."""
    with zipfile.ZipFile(path) as archive:
        known = set(archive.namelist())
        found = {}
        for sheet, part in parts.items():
            if part in known:
                with archive.open(part) as content:
                    found[sheet] = _results(content)
        return found


def put_back(content: bytes, results: Results) -> bytes:
    """Fill the empty results in the XML of a sheet as openpyxl has written it."""

    def filled(match: re.Match[bytes]) -> bytes:
        address, style, formula = match.groups()
        result = results.get(address.decode())
        if result is None:
            return match[0]
        kind = f' t="{result.kind}"' if result.kind != "n" else ""
        value = escape(result.value, quote=False)
        return b'<c r="%s"%s%s>%s<v>%s</v>' % (
            address, style, kind.encode(), formula, value.encode(),
        )  # fmt: skip

    return _FORMULA.sub(filled, content)


def _results(content: IO[bytes]) -> Results:
    results: Results = {}
    for _, element in iterparse(content):
        if _name(element) == "c":
            children = {_name(child): child for child in element}
            value = children["v"].text if "f" in children and "v" in children else None
            if value is not None:
                kind = element.get("t", "n")
                results[element.get("r", "")] = Result(kind, value)
            element.clear()
        elif _name(element) == "row":
            element.clear()
    return results


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
