"""A context made into a mail by its three templates: subject, text and HTML."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from css_inline import CSSInliner

from disburse.render.emails.records import Mail
from disburse.render.pages import environment

if TYPE_CHECKING:
    from jinja2 import Environment

    from disburse.render.emails.records import Picture, Sender


def write(name: str, sender: Sender, pictures: tuple[Picture, ...] = (), **context: Any) -> Mail:  # noqa: ANN401 - of the templates
    """Render ``email/NAME.subject.jinja``, ``.text.jinja`` and ``.html.jinja``.

    The styles of the HTML are put into its tags, for programs that read no style sheet; nothing
    is loaded from anywhere. Raises jinja2.UndefinedError for what the context lacks.
    """
    given = {
        **context,
        "office": sender.office,
        "url": sender.url,
        "missed": sender.missed and sender.missed.isoformat(),
        "pictures": {one.content_id: one for one in pictures},
    }
    subject = " ".join(_plain().get_template(f"email/{name}.subject.jinja").render(given).split())
    text = _plain().get_template(f"email/{name}.text.jinja").render(given)
    html = environment().get_template(f"email/{name}.html.jinja").render(given, subject=subject)
    return Mail(subject, _tidy(text), _inliner().inline(html), pictures)


@lru_cache(maxsize=1)
def _plain() -> Environment:
    """The same templates' world for what is no HTML: nothing is escaped."""
    return environment().overlay(autoescape=False, bytecode_cache=None)


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _tidy(text: str) -> str:
    """Drop spaces at line ends and more than one blank line in a row."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
