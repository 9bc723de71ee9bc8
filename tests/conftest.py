"""The program as its users run it, and small registers to run it on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import hypothesis
import pytest

from disburse.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# A busy machine is no fault of the code under test.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

TITLE = ("DANH MỤC DỰ ÁN NĂM 2026", "Số liệu đến ngày {as_of}", "ĐVT: triệu đồng")
HEADER = (
    "STT;Mã dự án;Tên dự án;Chủ đầu tư;Phân loại dự án;Kế hoạch vốn năm 2026;"
    "Lũy kế giải ngân năm 2026"
)
ROWS = (
    "1;0012345;Đường trục thôn A;UBND xã Bằng Mạc;Chuyển tiếp;1500;750",
    "2;0012346;Trường Mầm non B;Ban QLDA khu vực;Khởi công mới;2000;300",
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of the program left: exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.out)


class Disburse(Protocol):
    """Runs ``python -m disburse`` with arguments, in a process of its own."""

    def __call__(self, *arguments: object, stdin: str = ..., **environment: str) -> Ran: ...


@pytest.fixture
def disburse(tmp_path: Path) -> Disburse:
    """The program in an empty folder, with PYTHONPATH leading to it."""

    def run(*arguments: object, stdin: str = "", **environment: str) -> Ran:
        clean = {name: text for name, text in os.environ.items() if "DISBURSE" not in name}
        done = subprocess.run(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-m", "disburse", *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            input=stdin.encode(),
            env={**clean, "PYTHONPATH": str(ROOT), **environment},
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A place for a ledger where none is yet."""
    return tmp_path / "office" / "disburse.db"


class Register(Protocol):
    """Writes a register of ``rows`` for figures up to a day."""

    def __call__(self, name: str = ..., as_of: str = ..., rows: tuple[str, ...] = ...) -> Path: ...


@pytest.fixture
def register(tmp_path: Path) -> Register:
    def write(
        name: str = "danh-muc.csv", as_of: str = "30/9/2026", rows: tuple[str, ...] = ROWS
    ) -> Path:
        path = tmp_path / name
        lines = (*TITLE, HEADER, *rows)
        path.write_text("\n".join(lines).format(as_of=as_of), encoding="utf-8")
        return path

    return write
