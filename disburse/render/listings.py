"""The contract's documents as aligned Vietnamese text for a person at the command line.

Amounts in triệu đồng.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disburse.model import Level, MilestoneState, Severity
from disburse.render import formats, messages
from disburse.render.differences import differences_listing
from disburse.render.records import rate

if TYPE_CHECKING:
    from disburse.render.contract import Document

# On a screen more lines than these hide what matters; the rest is counted and named.
WARNINGS_LISTED = 30
PROJECTS_LISTED = 200
FINDINGS_LISTED = 50
_NAME_WIDTH = 44
_WRAPPED = frozenset({"name", "message", "fix", "columns"})
_RIGHT = frozenset({"plan", "disbursed", "carryover_plan", "carryover_disbursed", "rate"})


def status_listing(document: Document) -> str:
    """Projects, totals and early warnings of a ``status`` document."""
    projects = document["projects"]
    figures_date = _day(document["figures_date"])
    heading = _line("as_of", as_of=_day(document["as_of"]), figures_date=figures_date)
    if not projects:
        return f"{heading}\n{_line('no_project')}"
    shown = [_status_row(one) for one in projects[:PROJECTS_LISTED]]
    return _blocks(
        heading,
        _table(shown) + _more("more_projects", document["totals"]["projects"] - len(shown)),
        _totals(document["totals"]),
        _early_warnings(projects),
    )


def import_listing(document: Document) -> str:
    """How a file was understood, what is wrong with it and what it changed."""
    projects = document["projects"]
    shown = [_import_row(one) for one in projects[:PROJECTS_LISTED]]
    kind = messages.label("kind", document["kind"])
    return _blocks(
        _line("file", kind=kind, file=document["file"], as_of=_day(document["as_of"])),
        _table([_sheet_row(one) for one in document["sheets"]]),
        _table(shown) + _more("more_projects", document["totals"]["projects"] - len(shown)),
        _totals(document["totals"]),
        _findings(document["findings"]),
        differences_listing(document),
        _outcome(document),
    )


def _status_row(project: Document) -> dict[str, str]:
    return {
        "code": project["code"] or formats.MISSING,
        "name": project["name"],
        "class": messages.label("project_class", project["class"]),
        "plan": formats.amount(project["plan"]),
        "disbursed": formats.amount(project["disbursed"]),
        "rate": _percent(project["rate_percent"]),
        "milestone": _nearest(project["milestones"]),
        "warnings": _counted(project["warnings"]),
    }


def _import_row(project: Document) -> dict[str, str]:
    claimed = project["class"]
    return {
        "code": project["code"] or formats.MISSING,
        "name": project["name"],
        "class": messages.label("project_class", claimed) if claimed else formats.MISSING,
        "plan": formats.amount(project["plan"]),
        "disbursed": formats.amount(project["disbursed"]),
        "carryover_plan": formats.amount(project["plan_carryover"]),
        "carryover_disbursed": formats.amount(project["disbursed_carryover"]),
    }


def _sheet_row(sheet: Document) -> dict[str, str]:
    first, last = sheet["header_rows"]
    return {
        "sheet": sheet["name"],
        "header_rows": f"{first}–{last}",
        "unit": sheet["unit"] or formats.MISSING,
        "projects": formats.count(sheet["projects"]),
        "columns": ", ".join(f"{letter}={name}" for letter, name in sheet["columns"].items()),
    }


def _nearest(milestones: list[Document]) -> str:
    """Name the milestone to act on: the first still open or failed, else the last one."""
    settled = {MilestoneState.MET, MilestoneState.MET_LATE}
    chosen = next((one for one in milestones if one["state"] not in settled), milestones[-1])
    state = messages.label("state", chosen["state"])
    if chosen["due"] is None:
        return state
    risk = f", {messages.label('risk', chosen['risk'])}" if chosen["risk"] else ""
    return f"{_day(chosen['due'])}: {state}{risk}"


def _counted(early_warnings: list[Document]) -> str:
    levels = [one["level"] for one in early_warnings]
    return " ".join(
        f"{messages.label('level_symbol', level)}{levels.count(level)}"
        for level in Level
        if level in levels
    )


def _totals(totals: Document) -> str:
    plan, disbursed = totals["plan"], totals["disbursed"]
    lines = [
        _line(
            "total",
            projects=formats.count(totals["projects"]),
            plan=messages.with_unit(plan),
            disbursed=messages.with_unit(disbursed),
            rate=formats.percent(rate(disbursed, plan)),
        )
    ]
    if totals["plan_carryover"] is not None or totals["disbursed_carryover"] is not None:
        amounts = (totals["plan_carryover"], totals["disbursed_carryover"])
        carried = [messages.with_unit(amount) for amount in amounts]
        lines.append(_line("carryover", plan=carried[0], disbursed=carried[1]))
    return "\n".join(lines)


def _early_warnings(projects: list[Document]) -> str:
    listed = [(project, one) for project in projects for one in project["warnings"]]
    if not listed:
        return ""
    ranked = sorted(listed, key=lambda pair: pair[1]["level"] != Level.RED)
    levels = [one["level"] for _, one in listed]
    lines = [_line("warnings", red=levels.count(Level.RED), amber=levels.count(Level.AMBER))]
    lines += [_early_warning(*pair) for pair in ranked[:WARNINGS_LISTED]]
    return "\n".join(lines) + _more("more", len(listed) - WARNINGS_LISTED)


def _early_warning(project: Document, one: Document) -> str:
    return _line(
        "warning",
        symbol=messages.label("level_symbol", one["level"]),
        level=messages.label("level_short", one["level"]),
        code=project["code"] or messages.label("missing", "code"),
        name=project["name"],
        message=one["message"],
    )


def _findings(findings: list[Document]) -> str:
    if not findings:
        return _line("no_findings")
    severities = [one["severity"] for one in findings]
    ranked = sorted(findings, key=lambda one: list(Severity).index(one["severity"]))
    counts = {f"{one.value}s": severities.count(one) for one in Severity}
    return (
        f"{_line('findings', **counts)}\n"
        + _table([_finding_row(one) for one in ranked[:FINDINGS_LISTED]])
        + _more("more_findings", len(findings) - FINDINGS_LISTED)
    )


def _finding_row(finding: Document) -> dict[str, str]:
    place = "!".join(part for part in (finding["sheet"], finding["cell"]) if part)
    return {
        "severity": messages.label("severity", finding["severity"]),
        "cell": place or formats.MISSING,
        "message": finding["message"],
        "fix": finding["fix"],
    }


def _outcome(document: Document) -> str:
    lines = []
    if document["changes"] is not None:
        counts = {name: formats.count(number) for name, number in document["changes"].items()}
        lines.append(_line("changes", **counts))
    errors = sum(one["severity"] == Severity.ERROR for one in document["findings"])
    if errors:
        lines.append(_line("refused", count=formats.count(errors)))
    elif document["import_id"] is None:
        lines.append(_line("not_stored"))
    else:
        key = "stored" if document["stored"] else "known"
        lines.append(_line(key, import_id=document["import_id"]))
    return "\n".join(lines)


def _table(listed: list[dict[str, str]]) -> str:
    if not listed:
        return ""
    from tabulate import tabulate

    names = list(listed[0])
    return tabulate(
        [list(row.values()) for row in listed],
        headers=[messages.label("column", name) for name in names],
        colalign=["right" if name in _RIGHT else "left" for name in names],
        maxcolwidths=[
            _NAME_WIDTH if name in {"name", "message", "fix"} else None for name in names
        ],
        disable_numparse=True,
    )


def _day(iso: str | None) -> str:
    return formats.partial_day(iso)


def _percent(percent: float | None) -> str:
    return formats.percent(None if percent is None else round(percent * 100))


def _more(key: str, left: int) -> str:
    return f"\n{_line(key, count=formats.count(left))}" if left > 0 else ""


def _line(key: str, **values: object) -> str:
    return messages.label("listing", key).format(**values)


def _blocks(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)
