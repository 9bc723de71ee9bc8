"""The list of projects and the page of one, as a person asks for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from disburse.accounts.records import Role
from disburse.paths import SAMPLES
from disburse.text import fold
from disburse.web.listing import PAGE, query_of
from tests.web.markup import Markup
from tests.web.office import OTHER_OWNER, OWNER
from tests.web.registers import table
from tests.web.test_uploads import confirm, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from litestar.testing import TestClient

    from tests.web.office import Browser

HEADING = "STT;Mã dự án;Tên dự án;Chủ đầu tư;Phân loại dự án;Kế hoạch vốn năm 2026;Lũy kế giải ngân năm 2026"
_ROW = re.compile(
    r'<tr><th scope="row"><a href="/projects/(?P<number>\d+)[^"]*">(?P<name>[^<]*)</a>'
    r'<span class="sub">(?P<about>[^<]*)</span></th>\s*'
    r"<td[^>]*><a[^>]*>(?P<plan>[^<]*)</a></td>\s*<td[^>]*><span><a[^>]*>(?P<disbursed>[^<]*)<"
)


@pytest.fixture
def staff(sign_in: Callable[[Role], Browser]) -> Browser:
    return sign_in(Role.STAFF)


def listed(browser: Browser, query: str = "") -> list[dict[str, str]]:
    """Each project of the list's page: number, name, what stands below it, plan, disbursed."""
    text = shown(browser, f"/projects{query}")
    return [match.groupdict() for match in _ROW.finditer(text)]


def counted(browser: Browser, query: str = "") -> int:
    found = re.search(r"<p>([\d.]+) dự án", shown(browser, f"/projects{query}"))
    assert found
    return int(found[1].replace(".", ""))


def amounts(rows: list[dict[str, str]], name: str) -> list[float]:
    return [float(row[name].replace(".", "").replace(",", ".")) for row in rows if row[name] != "–"]


def status(client: TestClient[Any], token: str) -> list[dict[str, Any]]:
    answer = client.get("/api/status", headers={"Authorization": f"Bearer {token}"})
    projects: list[dict[str, Any]] = answer.json()["projects"]
    return projects


def test_filters_agree_with_the_api(staff: Browser, token: Callable[[Role], str]) -> None:
    projects = status(staff.client, token(Role.STAFF))
    states = {one["code"]: {each["state"] for each in one["milestones"]} for one in projects}
    levels = {one["code"]: {each["level"] for each in one["warnings"]} for one in projects}
    expected = {
        "": len(projects),
        "?class=continuing": sum(one["class"] == "continuing" for one in projects),
        "?state=missed": sum("missed" in one for one in states.values()),
        "?level=red": sum("red" in one for one in levels.values()),
        "?level=amber": sum("amber" in one and "red" not in one for one in levels.values()),
        f"?owner={OTHER_OWNER.upper()}": sum(one["owner"] == OTHER_OWNER for one in projects),
    }
    assert {query: counted(staff, query) for query in expected} == expected
    assert all(0 < number < len(projects) for query, number in expected.items() if query)


def test_filters_narrow_each_other_down(staff: Browser) -> None:
    both = counted(staff, f"?owner={OWNER}&class=continuing")
    assert 0 < both < min(counted(staff, f"?owner={OWNER}"), counted(staff, "?class=continuing"))


def test_a_search_knows_no_accents_and_no_case(
    staff: Browser, project_of: Callable[[str], tuple[int, str, str]]
) -> None:
    number, code, name = project_of(OWNER)
    for asked in (name, name.upper(), fold(name), code, f"  {code} "):
        assert str(number) in {one["number"] for one in listed(staff, f"?q={asked}")}
    nothing = shown(staff, "/projects?q=zzzz")
    assert "Không có dự án nào thỏa điều kiện" in nothing


def test_a_source_is_asked_for_by_name(staff: Browser, token: Callable[[Role], str]) -> None:
    projects = status(staff.client, token(Role.STAFF))
    name = next(line["source"] for one in projects for line in one["by_source"] if line["source"])
    expected = sum(any(line["source"] == name for line in one["by_source"]) for one in projects)
    assert counted(staff, f"?source={name}") == expected
    nameless = sum(
        any(line["source"] is None and line["disbursed"] for line in one["by_source"])
        for one in projects
    )
    assert counted(staff, "?source=none") == nameless


@pytest.mark.parametrize("column", ["plan", "disbursed"])
def test_columns_are_sorted_both_ways_and_what_is_missing_stands_last(
    column: str, staff: Browser
) -> None:
    up, down = (listed(staff, f"?sort={sign}{column}") for sign in ("", "-"))
    assert amounts(up, column) == sorted(amounts(up, column))
    assert amounts(down, column) == sorted(amounts(down, column), reverse=True)
    assert f'aria-sort="descending"><a href="/projects?sort={column}"' in shown(
        staff, f"/projects?sort=-{column}"
    )


def test_names_are_sorted_as_read(staff: Browser) -> None:
    names = [fold(one["name"]) for one in listed(staff, "?sort=name")]
    assert names == sorted(names)
    assert [fold(one["name"]) for one in listed(staff, "?sort=-name")] != names


@pytest.fixture
def many(staff: Browser) -> int:
    """More projects than two pages hold; how many there are in all."""
    rows = [f"{one};88{one:05};Đường số {one};{OWNER};Chuyển tiếp;100;1" for one in range(1, 121)]
    confirm(staff, staff.upload("nhieu.csv", table(*rows, heading=HEADING)))
    return counted(staff)


def test_pages_hold_fifty_and_lead_on(staff: Browser, many: int) -> None:
    seen: list[str] = []
    pages = -(-many // PAGE)
    for number in range(1, pages + 1):
        rows = listed(staff, f"?page={number}&sort=name")
        assert len(rows) == (PAGE if number < pages else many - PAGE * (pages - 1))
        seen += [one["number"] for one in rows]
    assert len(set(seen)) == many
    text = shown(staff, "/projects?q=duong&sort=name&page=2")
    assert 'rel="next" href="/projects?q=duong&sort=name&page=3"' in text
    assert 'rel="prev" href="/projects?q=duong&sort=name"' in text


@pytest.mark.parametrize(
    "query",
    [
        "?sort=owner%3B--&page=1",
        "?sort=--plan",
        "?page=0",
        "?page=-3",
        "?page=abc",
        "?page=99999999999999999999",
        f"?page={'9' * 5000}",
        "?page=²",
        "?state=x&level=x&class=x&source=%00&owner=%F0%9F%98%80",
        "?q=%25&q=b",
        "?q=" + "a" * 3000,
        "?unknown=1",
    ],
)
def test_what_makes_no_sense_does_no_harm(query: str, staff: Browser) -> None:
    assert staff.get(f"/projects{query}").status == 200


def test_beyond_the_last_page_is_the_last_page(staff: Browser, many: int) -> None:
    pages = -(-many // PAGE)
    text = shown(staff, "/projects?page=999")
    assert f"Trang {pages}/{pages}" in text
    assert f'rel="prev" href="/projects?page={pages - 1}"' in text
    assert 'rel="next"' not in text


def test_a_page_number_is_a_number() -> None:
    assert [query_of({"page": text}).page for text in ("7", "", "x", "²", "-1")] == [7, 1, 1, 1, 1]


def test_another_day_is_kept_on_every_link(staff: Browser) -> None:
    text = shown(staff, "/projects?as_of=2026-10-01&class=continuing")
    assert "Ngày đánh giá: <b>01/10/2026</b>" in text
    assert listed(staff, "?as_of=2026-10-01")
    links = re.findall(r'href="(/projects[^"]*)"', text.partition("</header>")[2])
    assert [one for one in links if "as_of=2026-10-01" not in one] == []
    vietnamese = shown(staff, "/projects?as_of=1/10/2026")
    assert "Ngày đánh giá: <b>01/10/2026</b>" in vietnamese


@pytest.mark.parametrize("day", ["x", "2026-02-30", "31/11/2026", "2026-13-01", "%00"])
def test_a_day_that_is_none_is_400(day: str, staff: Browser) -> None:
    assert staff.get(f"/projects?as_of={day}").status == 400
    assert staff.get(f"/?as_of={day}").status == 400


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31"])
def test_a_day_before_every_decision_is_explained(day: str, staff: Browser) -> None:
    for path in ("/", "/projects", "/reports", "/reports/warnings", "/reports/summary"):
        answer = staff.get(f"{path}?as_of={day}")
        assert (answer.status, "Chưa có quyết định nào" in answer.text) == (404, True)
    answered = staff.client.get(f"/api/status?as_of={day}")
    assert (answered.status_code, "Chưa có quyết định" in answered.json()["error"]) == (404, True)


@pytest.mark.parametrize("day", ["2026-01-01", "2035-06-01", "9999-12-31"])
def test_any_day_after_it_is_judged(day: str, staff: Browser) -> None:
    for path in ("/", "/projects", "/reports", "/reports/warnings", "/api/status"):
        assert staff.get(f"{path}?as_of={day}").status == 200


def test_every_figure_leads_to_file_and_cell(
    staff: Browser, token: Callable[[Role], str], project_of: Callable[[str], tuple[int, str, str]]
) -> None:
    number, code, name = project_of(OWNER)
    text = shown(staff, f"/projects/{number}")
    assert name in text
    (project,) = [one for one in status(staff.client, token(Role.STAFF)) if one["code"] == code]
    places = {
        (line[f"{figure}_cell"], line[f"{figure}_file"])
        for line in project["by_source"]
        for figure in ("plan", "disbursed")
        if line[f"{figure}_cell"]
    }
    assert places
    for cells, file in places:
        sheet, _, address = cells.partition("!")
        assert f"ô {address}, trang tính “{sheet}”, tệp {file}" in text
        assert (SAMPLES / file).exists()


SCRIPT, IMAGE = "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'


def test_texts_of_files_are_shown_as_texts_everywhere(staff: Browser) -> None:
    cell = IMAGE.replace('"', '""')
    row = f'1;66{SCRIPT};{SCRIPT};"{cell}";Chuyển tiếp;100;1'
    path = staff.upload("tep.csv", table(row, heading=HEADING))
    before = staff.get(path).text
    location = confirm(staff, path).partition("?")[0]
    (number,) = set(re.findall(r"/projects/(\d+)", staff.get("/projects?q=alert").text))
    pages = [
        *("/", "/projects", f"/projects?q={SCRIPT}&owner={IMAGE}", f"/projects/{number}"),
        *(location, "/imports", "/cases", "/reports", "/upload"),
    ]
    texts = [before, *(staff.get(one).text for one in pages)]
    told = 0
    for text in texts:
        page = Markup(text)
        told += SCRIPT in page.text
        assert page.inline == []
        assert "img" not in {tag for tag, _ in page.tags}
    assert told >= 4
    report = Markup(staff.get("/reports/warnings").text)
    assert {"img", "script"} & {tag for tag, _ in report.tags} == set()
