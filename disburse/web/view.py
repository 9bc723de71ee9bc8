"""What one person may see on one day: the only way from a request to projects.

Whatever is shown, counted, drawn, exported or answered by the API starts from a `View`; it holds
nothing an owner may not see, so nothing made from it can show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from litestar.exceptions import NotFoundException, ValidationException

from disburse.accounts.rights import visible_owner
from disburse.text import day_of

if TYPE_CHECKING:
    from datetime import date

    from disburse.accounts.records import Person
    from disburse.render.records import Row
    from disburse.web.standing import Standing
    from disburse.web.website import Site


@dataclass(frozen=True, slots=True)
class View:
    """A person and the standing of a day, cut to what that person may see."""

    person: Person
    standing: Standing

    @property
    def as_of(self) -> date:
        """The day judged."""
        return self.standing.assessment.as_of

    def project(self, project_id: int) -> Row:
        """Return one project's row. Raises 404 for another's and for none alike."""
        row = self.standing.projects.get(project_id)
        if row is None:
            raise NotFoundException
        return row

    def project_of_code(self, code: str) -> Row:
        """Return the project of a code. Raises 404 for another's and for none alike."""
        for row in self.standing.projects.values():
            if row["code"] == code:
                return row
        raise NotFoundException


async def view_of(site: Site, person: Person, as_of: str | None) -> View:
    """Judge a day (today's by default) for a person. Raises 400 for what is no date."""
    day = site.today() if not as_of else _day(as_of)
    standing = await site.standing(day)
    owner = visible_owner(person)
    if owner is not None:
        standing = standing.of(owner)
    return View(person, standing)


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError as error:
        raise ValidationException(detail="as_of") from error
