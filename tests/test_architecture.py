"""The shape of the code: who imports whom, how long a module is, what loads when."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions, requires
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from disburse.law.loader import load_decisions
from disburse.paths import LAW, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = ROOT / "disburse"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = [
    path
    for folder in ("tests", "bench", "docs", "data/samples", "templates/report")
    for path in sorted((ROOT / folder).rglob("*.py"))
]

SHARED = {
    *("model", "answers", "differences", "matches", "rules", "findings", "text", "paths"),
    *("errors", "frames", "zone", "files", "archives", "casework_model"),
    "correspondence",
}
ALLOWED = {
    **dict.fromkeys(SHARED, SHARED),
    "clock": SHARED,
    "progress": set[str](),
    "law": SHARED,
    "intake": SHARED | {"law"},
    "ledger": SHARED | {"law"},
    "accounts": SHARED | {"ledger"},
    "monitor": SHARED | {"law"},
    "send": SHARED | {"ledger", "accounts"},
    "render": SHARED | {"law", "intake"},
    "template": SHARED | {"intake", "render"},
    "settings": SHARED | {"render", "accounts", "web", "send", "schedule"},
    "documents": SHARED | {"ledger", "render"},
    "backup": SHARED | {"ledger", "send"},
    "schedule": SHARED
    | {"law", "ledger", "accounts", "monitor", "render", "send"}
    | {"documents", "pipeline", "progress", "settings"},
    "pipeline": SHARED | {"law", "intake", "ledger", "monitor", "render", "progress"},
}
"""What each part may import of the package, besides itself; parts not named are entry points."""
BESIDES = {PACKAGE / "render" / "annotated": {"intake"}}
"""What a package inside a part may import too: this one returns the very file that was read."""

NO_INPUT_OUTPUT = {"io", "os", "sqlite3", "sqlite_utils", "pathlib", "tempfile", "shutil", "socket"}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "fromtimestamp"}
HEAVY = {
    *("pandas", "numpy", "sqlite_utils", "openpyxl", "xlsxwriter", "jinja2", "python_calamine"),
    *("docxtpl", "docx", "lxml"),
    *("apscheduler", "holidays", "PIL", "css_inline", "zipfile", "smtplib"),
    *("argon2", "email_validator", "zxcvbn", "itsdangerous"),
}
LONGEST_MODULE, LONGEST_SCRIPT, LONGEST_FUNCTION = 300, 400, 40


def part(path: Path) -> str:
    """First name below the package: "intake" for ``disburse/intake/table.py``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, at any depth, also those for type checking only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_go_down_the_data_flow(path: Path) -> None:
    own = part(path)
    if own not in ALLOWED:
        return
    used = {name.split(".")[1] for name in imported(path) if name.startswith("disburse.")}
    assert used <= ALLOWED[own] | {own} | BESIDES.get(path.parent, set())


def test_accounts_know_nothing_of_what_the_ledger_holds() -> None:
    used = {
        ".".join(name.split(".")[:3])
        for path in sorted((PACKAGE / "accounts").glob("*.py"))
        for name in imported(path)
        if name.startswith("disburse.ledger.")
    }
    assert used == {"disburse.ledger.schema", "disburse.ledger.moments"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "monitor").glob("*.py")), ids=named)
def test_monitor_does_no_input_or_output_and_reads_no_clock(path: Path) -> None:
    assert {name.split(".")[0] for name in imported(path)}.isdisjoint(NO_INPUT_OUTPUT)
    assert calls(path).isdisjoint({"open", "print"} | CLOCKS)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_the_clock_module_reads_the_clock(path: Path) -> None:
    if path.name != "clock.py":
        attributes = {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        assert attributes.isdisjoint(
            {f"{owner}.{call}" for owner in ("date", "datetime", "time") for call in CLOCKS}
        )


def calls(path: Path) -> set[str]:
    """Names of everything a file calls: ``open`` and ``today`` for ``open(date.today())``."""
    found = (
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    return {
        func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in found
    }


def test_only_entry_points_ask_our_clock() -> None:
    asking = {part(path) for path in MODULES if any("disburse.clock" in n for n in imported(path))}
    assert asking <= {"cli", "commands"}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_shadows_the_standard_library(path: Path) -> None:
    assert path.stem not in sys.stdlib_module_names - {"__init__", "__main__"}


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=named)
def test_modules_stay_short(path: Path) -> None:
    """Tests, benches and samples may be longer, as may the one module of nothing but records."""
    longer = path not in MODULES
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= (LONGEST_SCRIPT if longer else LONGEST_MODULE)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_function_stays_short(path: Path) -> None:
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_year_of_a_decision_in_python(path: Path) -> None:
    """Budget years and due dates belong to ``data/law``."""
    years = {one.budget_year for one in load_decisions(LAW)}
    code = ast.parse(path.read_text(encoding="utf-8"))
    numbers = {
        node.value
        for node in ast.walk(code)
        if isinstance(node, ast.Constant) and isinstance(node.value, int)
    }
    assert years
    assert numbers.isdisjoint(years | {year + 1 for year in years})


@pytest.mark.parametrize("arguments", [["--help"], ["import", "--help"], ["status", "--as-of"]])
def test_help_and_usage_errors_load_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom disburse.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', sorted(set(sys.modules) & {HEAVY!r}))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT
    )
    assert done.stdout.decode().splitlines()[-1] == "loaded: []"


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> dict[str, Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = (Requirement(line) for line in lines if line.strip() and not line.startswith("#"))
    return {key(one.name): one for one in wanted}


def test_every_requirement_is_pinned_exactly() -> None:
    for requirement in pinned().values():
        assert [one.operator for one in requirement.specifier] == ["=="], requirement


def test_what_the_requirements_require_is_pinned_too() -> None:
    installed = (one for one in pinned().values() if not one.marker or one.marker.evaluate())
    deeper = {
        key(needed.name)
        for one in installed
        for needed in map(Requirement, requires(one.name) or [])
        if not needed.marker or needed.marker.evaluate({"extra": ""})
    }
    assert deeper - {"pip"} <= set(pinned())


def test_libraries_imported_are_required() -> None:
    distributions = packages_distributions()
    roots = {name.split(".")[0] for path in [*MODULES, *SCRIPTS] for name in imported(path)}
    needed = {key(distributions[root][0]) for root in roots if root in distributions}
    assert needed <= set(pinned())
