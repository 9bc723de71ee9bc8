"""Makes the pictures of the guides: ``python docs/screenshots.py`` (make screenshots), by hand.

An office of the samples is served on a day of November 2026, and looked at in the Chromium of this
computer; for its own buttons in Vietnamese it needs the package chromium-l10n too. Look at every
picture before keeping it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import sync_playwright

from disburse.accounts import managing
from disburse.accounts.records import Actor, Role
from disburse.intake.options import ReadingOptions
from disburse.ledger.schema import open_ledger
from disburse.paths import ROOT, SAMPLES
from disburse.pipeline import Receipt, read, take_in
from disburse.progress import Stopwatch
from disburse.zone import VIETNAM
from tests.browser.casework import tell
from tests.browser.registers import register
from tests.browser.serving import Office, chromium, served, sign_in
from tests.web.office import NOW, PASSWORD, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150 * 1024

_DAY = NOW.date()
_WIDE, _NARROW = 1100, 360
_BEFORE = (
    "ke-hoach-dau-tu-cong-2026.xlsx",
    "giai-ngan-luy-ke-2026-03-31.xlsx",
    "giai-ngan-luy-ke-2026-06-30.csv",
    "giai-ngan-luy-ke-2026-08-31.ods",
    "bieu-01a-thang-10-2026.xlsx",
)
_AFTER = ("giai-ngan-luy-ke-2026-10-31.xlsx", "chung-tu-kho-bac-2026.xlsx")
_JUDGED = (date(2026, 7, 1), date(2026, 10, 1))
_NAMES = {
    Role.STAFF: "Chuyên viên Phòng Kinh tế",
    Role.LEADER: "Chủ tịch UBND xã",
    Role.OWNER: "Kế toán UBND xã",
    Role.ADMIN: "Quản trị hệ thống",
}
_VIETNAMESE: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "vi"}
_MORNING = time(8, 30, tzinfo=VIETNAM)


def take_registers(database: Path, names: tuple[str, ...]) -> None:
    """Import samples as if each had been received the day after its figures."""
    ledger = open_ledger(database)
    for name in names:
        found = read(SAMPLES / name, ReadingOptions(), Stopwatch())
        at = datetime.combine((found.as_of or _DAY) + timedelta(days=1), _MORNING)
        receipt = Receipt(database.parent / "uploads", _NAMES[Role.STAFF], at)
        take_in(found, SAMPLES / name, ledger, receipt, Stopwatch())
    ledger.close()


def add_people(database: Path) -> None:
    """Add one person of each role."""
    ledger = open_ledger(database)
    at = datetime.combine(date(2026, 1, 5), _MORNING)
    for person in PEOPLE.values():
        named = replace(person, name=_NAMES[person.role])
        managing.add(ledger, named, by=Actor(_NAMES[Role.ADMIN]), at=at, password=PASSWORD)
    ledger.close()


def judge(office: Office, *days: date) -> None:
    """Make the reports of some days, so that pages tell what changed since."""
    for day in days:
        office.run("report", "--as-of", day, "--out", office.database.parent / "reports")


@dataclass(frozen=True, slots=True)
class Camera:
    """A browser looking at one office."""

    browser: Browser
    office: Office

    @contextmanager
    def looking(self, role: Role | None, width: int, height: int) -> Iterator[Page]:
        """Open a window in which a person is signed in; pictures of a phone are drawn larger."""
        context = self.browser.new_context(
            locale="vi-VN",
            viewport={"width": width, "height": height},
            device_scale_factor=1.5 if width == _NARROW else 1,
        )
        page = context.new_page()
        if role is not None:
            sign_in(page, self.office, role)
        yield page
        context.close()

    def shoot(self, role: Role | None, name: str, path: str, width: int, height: int) -> None:
        """Take the picture of a page from its top."""
        with self.looking(role, width, height) as page:
            page.goto(self.office.address + path)
            keep(page, name)


def keep(page: Page, name: str) -> None:
    """Keep what the window shows."""
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    size = path.stat().st_size
    sys.stdout.write(f"{path.relative_to(ROOT)}: {size // 1024} KB\n")
    if size > LARGEST:
        sys.stdout.write(f"  larger than {LARGEST // 1024} KB: show less of the page\n")


def show(place: Locator) -> None:
    """Bring a place to the top of the window."""
    place.evaluate("one => { one.scrollIntoView(); window.scrollBy(0, -16); }")


def upload(camera: Camera, folder: Path) -> None:
    """Take the pictures of an upload: the question, the error, what would be stored."""
    with camera.looking(Role.STAFF, _WIDE, 700) as page:
        for name, mended in (("upload-findings", False), ("upload-preview", True)):
            file = register(folder / "giai-ngan-thang-10.xlsx", mended=mended)
            page.goto(f"{camera.office.address}/upload")
            page.get_by_label("Tệp bảng tính").set_input_files(file)
            page.get_by_role("button", name="Tải lên").click()
            page.get_by_label("Số tiền trong tệp").select_option("triệu đồng")
            if not mended:
                keep(page, "upload-question")
            page.get_by_role("button", name="Đọc lại theo các câu trả lời").click()
            page.get_by_text("Đã trả lời").wait_for()
            keep(page, name)
            page.get_by_role("button", name="Bỏ", exact=False).first.click()


def owner(camera: Camera, project: int) -> None:
    """Take the pictures of what an owner is asked, explains, plans and is answered."""
    with camera.looking(Role.OWNER, _NARROW, 660) as page:
        page.goto(f"{camera.office.address}/?as_of={_DAY}")
        keep(page, "owner")
        page.goto(f"{camera.office.address}/projects/{project}?as_of={_DAY}")
        show(page.get_by_role("heading", name="Cảnh báo", exact=True))
        keep(page, "owner-answer")
        show(page.locator(".problem").nth(1))
        keep(page, "owner-explain")
        page.get_by_text("Kế hoạch giải ngân tháng", exact=True).click()
        show(page.get_by_role("heading", name="Báo cáo với cơ quan theo dõi"))
        keep(page, "owner-plan")


def invitation(camera: Camera) -> None:
    """Take the picture of what an invited person sees first."""
    new = ("--role", "owner", "--owner", "Phòng Kinh tế xã Bằng Mạc", "--name", "Phòng Kinh tế xã")
    link = camera.office.run("user", "add", *new, "--email", "moi@bangmac.example.vn", "--invite")
    camera.shoot(None, "invitation", link["link"], _NARROW, 700)


def take_all(camera: Camera, folder: Path) -> None:
    """Take every picture, in the order in which the office's year goes on."""
    upload(camera, folder)
    take_registers(camera.office.database, _AFTER)
    judge(camera.office, _DAY - timedelta(days=7))
    project = tell(camera.office.database, NOW)
    day = f"?as_of={_DAY}"
    camera.shoot(None, "login", "/login", _WIDE, 560)
    camera.shoot(Role.STAFF, "dashboard", f"/{day}", _WIDE, 720)
    camera.shoot(Role.STAFF, "projects", f"/projects{day}", _WIDE, 700)
    camera.shoot(Role.STAFF, "project", f"/projects/{project}{day}", _WIDE, 800)
    camera.shoot(Role.STAFF, "cases", "/cases", _WIDE, 600)
    camera.shoot(Role.STAFF, "imports", "/imports", _WIDE, 620)
    camera.shoot(Role.STAFF, "reports", f"/reports{day}", _WIDE, 520)
    camera.shoot(Role.LEADER, "dashboard-phone", f"/{day}", _NARROW, 700)
    owner(camera, project)
    invitation(camera)
    camera.shoot(Role.ADMIN, "people", "/people", _WIDE, 600)


def main() -> None:
    """Make them all. Raises RuntimeError without a Chromium."""
    path = chromium()
    if path is None:
        raise RuntimeError("no Chromium here: apt-get install chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        database = Path(name) / "disburse.db"
        take_registers(database, _BEFORE)
        add_people(database)
        judge(Office(database), *_JUDGED)
        browser = playwright.chromium.launch(executable_path=path, env=_VIETNAMESE)
        with served(database) as office:
            take_all(Camera(browser, office), Path(name))
        browser.close()


if __name__ == "__main__":
    main()
