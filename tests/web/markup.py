"""A page taken apart, as a browser would read it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

_LIVE = ("javascript:", "data:text", "vbscript:")


class Markup(HTMLParser):
    """Every tag of a page with its attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [given[name] or "" for _, given in self.tags if name in given]

    @property
    def inline(self) -> list[tuple[str, dict[str, str | None]]]:
        """Script and style that stand in the page itself."""
        return [one for one in self.tags if _inline(*one)]

    @property
    def faults(self) -> list[str]:
        """Ids given twice, and labels or descriptions of what is not there."""
        ids = Counter(self.values("id"))
        twice = [f"#{one} {number} times" for one, number in ids.items() if number > 1]
        named = [
            one
            for name in ("for", "aria-labelledby", "aria-describedby")
            for value in self.values(name)
            for one in value.split()
        ]
        return twice + [f"no #{one}" for one in named if one not in ids]


def _inline(tag: str, given: dict[str, str | None]) -> bool:
    written = tag == "style" or (tag == "script" and "src" not in given)
    acting = any(name.startswith("on") or name == "style" for name in given)
    live = any(
        (given.get(name) or "").strip().lower().startswith(_LIVE) for name in ("href", "src")
    )
    return written or acting or live
