"""The people and the day of the tests of the web page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from disburse.accounts.records import Actor, NewPerson, Role
from disburse.zone import VIETNAM

if TYPE_CHECKING:
    from litestar import Litestar
    from litestar.testing import TestClient

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=VIETNAM)
PASSWORD = "ruộng bậc thang mùa nước"  # noqa: S105 - of accounts made for the test alone
OWNER, OTHER_OWNER = "UBND xã Bằng Mạc", "Phòng Kinh tế xã Bằng Mạc"
PEOPLE = {
    Role.STAFF: NewPerson("canbo@bangmac.example.vn", Role.STAFF, "Cán bộ theo dõi"),
    Role.LEADER: NewPerson("lanhdao@bangmac.example.vn", Role.LEADER, "Lãnh đạo xã"),
    Role.OWNER: NewPerson("chudautu@bangmac.example.vn", Role.OWNER, "Chủ đầu tư", OWNER),
    Role.ADMIN: NewPerson("quantri@bangmac.example.vn", Role.ADMIN, "Quản trị"),
}
REGISTERS = ("ke-hoach-dau-tu-cong-2026.xlsx", "bieu-01a-thang-10-2026.xlsx")
BY = Actor("test")


@dataclass(frozen=True, slots=True)
class Answered:
    """Status, text and, of a redirect, where to."""

    status: int
    text: str
    location: str


@dataclass(slots=True)
class Browser:
    """A signed-in browser: sends the token every form carries, follows no redirect."""

    client: TestClient[Litestar]

    def get(self, path: str) -> Answered:
        """Ask for a page."""
        answer = self.client.get(path)
        return Answered(answer.status_code, answer.text, answer.headers.get("location", ""))

    def fetch(self, path: str) -> bytes:
        """Ask for a file."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.content

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file, wait until it is read, and return the address of its page."""
        answer = self.post("/upload", file=(name, content))
        assert answer.status == 303, answer.text
        return self.read(answer.location)

    def read(self, path: str) -> str:
        """Wait until an upload is read."""
        for _ in range(60):
            if self.client.get(f"{path}/state").json()["done"]:
                return path
        raise TimeoutError(path)

    def post(
        self, path: str, data: dict[str, str] | None = None, **files: tuple[str, bytes]
    ) -> Answered:
        """Send a form, with files by the name of their field."""
        form = {**(data or {}), "_csrf_token": self.client.cookies["csrf"]}
        answer = self.client.post(path, data=form, files=files or None)
        return Answered(answer.status_code, answer.text, answer.headers.get("location", ""))
