"""Sentences of letters and reports that their Word templates do not hold: ``letters.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from disburse.paths import TEMPLATES
from disburse.render import formats
from disburse.render.word.settings import items, lines

if TYPE_CHECKING:
    from datetime import date

    from disburse.render.office import Office
    from disburse.render.word.settings import LetterSettings
    from disburse.rules import Decision

_ABOUT = "Quyết định "


def sentence(section: str, key: str, **values: object) -> str:
    """Fill one sentence. Raises KeyError for one the wording does not hold."""
    return _wording()[section][key].format(**values)


def decision_reference(decision: Decision) -> str:
    """Name the decision in a sentence; number and date are blank until the office knows them."""
    return sentence(
        "decision",
        "numbered" if decision.number and decision.issued_on else "unnumbered",
        number=decision.number,
        issued_on=formats.day(decision.issued_on),
        year=decision.budget_year,
        issuer=decision.issuer,
        subject=decision.title.removeprefix(_ABOUT),
    )


def letterhead(settings: LetterSettings) -> dict[str, object]:
    """What stands around the text, as the templates name it under ``head``."""
    return {
        "superior": lines(settings.superior_body),
        "issuing": lines(settings.issuing_body),
        "place": settings.place,
        "letter_symbol": settings.letter_symbol,
        "report_symbol": settings.report_symbol,
        "signing": (*lines(settings.signing_authority), *lines(settings.signatory_title)),
        "letter_recipients": items(settings.letter_recipients),
        "report_addressees": items(settings.report_addressees),
        "report_recipients": items(settings.report_recipients),
    }


def frame(
    as_of: date, figures_date: date | None, decision: Decision, office: Office
) -> dict[str, object]:
    """Names every template knows: year, office, decision, footer."""
    footer = "text" if figures_date else "no_figures"
    days = {"as_of": formats.day(as_of), "figures_date": formats.day(figures_date)}
    return {
        "office": office,
        "year": as_of.year,
        "budget_year": decision.budget_year,
        "decision": decision_reference(decision),
        "footer": sentence("footer", footer, **days),
    }


@lru_cache(maxsize=1)
def _wording() -> dict[str, dict[str, str]]:
    text = (TEMPLATES / "report" / "letters.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", tomllib.loads(text))
