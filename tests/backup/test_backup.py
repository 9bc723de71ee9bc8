"""An archive made of a living ledger, checked against every fault, restored and used."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from disburse.backup.checking import check_backup
from disburse.backup.errors import BackupError
from disburse.backup.making import Source, make_backup
from disburse.backup.manifest import LEDGER, MANIFEST, SETTINGS, UPLOADS, Manifest
from disburse.backup.restoring import restore_backup
from disburse.backup.settings_copy import secrets_of, without
from disburse.ledger.imports import history
from disburse.ledger.moments import stamp
from disburse.ledger.schema import open_ledger
from disburse.schedule.runs import begun_at
from disburse.send.listing import messages
from disburse.send.outbox import enqueue
from disburse.send.records import State
from disburse.settings import TABLES, load_settings
from disburse.zone import VIETNAM
from tests.filling import take_sample
from tests.send.conftest import letter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT = datetime(2026, 11, 16, 21, 0, tzinfo=VIETNAM)
LATER = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)
FILES = ("ke-hoach-dau-tu-cong-2026.xlsx", "giai-ngan-luy-ke-2026-06-30.csv")
LEFT_OUT = secrets_of(TABLES) | {("storage", "uploads")}
TOML = """
[mail]
smtp_url = "smtp://may-chu:%s@mail.example.vn:587"
sender = "giaingan@bangmac.example.vn"

[office]
department = "Phòng Kinh tế – \\"Hạ tầng\\""

[thresholds]
pace_weeks = 6
red_ratio = 2.5
"""


@pytest.fixture(scope="module")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    with closing(open_ledger(folder / "disburse.db")) as ledger:
        for name in FILES:
            take_sample(ledger, folder / "uploads", name, AT)
    staged = folder / "uploads" / "staged" / "1"
    staged.mkdir(parents=True)
    (staged / "upload.json").write_text("{}", encoding="utf-8")
    (folder / "disburse.toml").write_text(TOML % "mat-khau", encoding="utf-8")
    (folder / "disburse.secret").write_text("k" * 43, encoding="utf-8")
    return folder


@pytest.fixture
def office(_office: Path, tmp_path: Path) -> Path:
    shutil.copytree(_office, tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def archive(office: Path, tmp_path: Path) -> Path:
    made(office, tmp_path / "copy.zip")
    return tmp_path / "copy.zip"


def made(office: Path, target: Path) -> Manifest:
    source = Source(office / "disburse.db", office / "uploads", office / "disburse.toml", LEFT_OUT)
    return make_backup(source, target, AT)


def dump(database: Path) -> list[str]:
    with closing(open_ledger(database)) as ledger:
        return list(ledger.iterdump())


def test_everything_is_in_it_and_nothing_secret(office: Path, archive: Path) -> None:
    manifest = check_backup(archive)
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
        everything = b"".join(packed.read(name) for name in names)
    originals = sorted(UPLOADS + path.name for path in (office / "uploads").glob("*.*"))
    assert sorted(names) == sorted([LEDGER, MANIFEST, SETTINGS, *originals])
    assert len(originals) == len(FILES)
    assert manifest.rows["import"] == len(FILES)
    assert manifest.missing == ()
    assert b"mat-khau" not in everything
    assert b"k" * 43 not in everything


def test_a_rehearsed_restore_gives_the_same_ledger_files_and_settings(
    office: Path, archive: Path, tmp_path: Path
) -> None:
    new = tmp_path / "elsewhere" / "new.db"
    restore_backup(archive, new, new.parent / "uploads", LATER)
    more = [line for line in dump(new) if line not in set(dump(office / "disburse.db"))]
    assert more == [
        f"INSERT INTO \"restoration\" VALUES(1,'{stamp(AT)}','{stamp(LATER)}');",
    ]
    settings, before = (load_settings(path, {}) for path in (new, office / "disburse.db"))
    assert (settings.office, settings.thresholds) == (before.office, before.thresholds)
    assert settings.mail.sender == before.mail.sender
    assert settings.mail.smtp_url == ""
    with closing(open_ledger(new)) as ledger:
        for one in history(ledger):
            kept = (settings.uploads / one.stored_path).read_bytes()
            assert kept == (office / "uploads" / one.stored_path).read_bytes()
    assert sorted(
        path.name for path in new.parent.iterdir() if not path.name.startswith("new")
    ) == [
        "disburse.toml",
        "uploads",
    ]


def test_a_restored_ledger_can_be_worked_with(archive: Path, tmp_path: Path) -> None:
    new = tmp_path / "elsewhere" / "new.db"
    restore_backup(archive, new, new.parent / "uploads", LATER)
    name = "giai-ngan-luy-ke-2026-08-31.ods"
    with closing(open_ledger(new)) as ledger:
        assert take_sample(ledger, new.parent / "uploads", name, AT).stored
        assert len(history(ledger)) == len(FILES) + 1


def test_what_may_have_been_sent_since_is_not_sent_again(office: Path, tmp_path: Path) -> None:
    with closing(open_ledger(office / "disburse.db")) as ledger:
        enqueue(ledger, [letter()], at=AT)
    made(office, tmp_path / "copy.zip")
    new = tmp_path / "elsewhere" / "new.db"
    restored = restore_backup(tmp_path / "copy.zip", new, new.parent / "uploads", LATER)
    assert restored.doubted == 1
    with closing(open_ledger(new)) as ledger:
        assert [one.state for one in messages(ledger, limit=9)] == [State.UNKNOWN]
        assert begun_at(ledger) == LATER


@pytest.mark.parametrize("occupied", ["new.db", "new.db-wal", "disburse.toml", "uploads/a.xlsx"])
def test_nothing_that_exists_is_touched(archive: Path, tmp_path: Path, occupied: str) -> None:
    folder = tmp_path / "elsewhere"
    place = folder / occupied
    place.parent.mkdir(parents=True)
    place.write_bytes(b"of somebody")
    before = sorted(folder.rglob("*"))
    with pytest.raises(BackupError) as refusal:
        restore_backup(archive, folder / "new.db", folder / "uploads", LATER)
    assert refusal.value.code == "occupied"
    assert sorted(folder.rglob("*")) == before
    assert place.read_bytes() == b"of somebody"


def test_an_original_that_is_gone_is_told(office: Path, tmp_path: Path) -> None:
    gone = next((office / "uploads").glob("*.csv"))
    gone.unlink()
    manifest = made(office, tmp_path / "copy.zip")
    assert manifest.missing == (gone.name,)
    assert check_backup(tmp_path / "copy.zip").missing == (gone.name,)
    restore_backup(
        tmp_path / "copy.zip", tmp_path / "n" / "n.db", tmp_path / "n" / "uploads", LATER
    )


def repacked(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(archive) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    target = archive.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target


def replaced_ledger(files: dict[str, bytes]) -> None:
    files[LEDGER] = files[LEDGER][:-4096]


def added(files: dict[str, bytes]) -> None:
    files["uploads/extra.xlsx"] = b"x"


def dropped(files: dict[str, bytes]) -> None:
    del files[next(name for name in files if name.startswith(UPLOADS))]


def changed_original(files: dict[str, bytes]) -> None:
    name = next(name for name in files if name.startswith(UPLOADS))
    files[name] += b" "


def forged_original(files: dict[str, bytes]) -> None:
    """An original changed together with its entry: the ledger still knows better."""
    changed_original(files)
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = [
        {"name": name, "size": len(content), "sha256": digest(content)}
        for name, content in files.items()
        if name != MANIFEST
    ]
    files[MANIFEST] = json.dumps(manifest).encode()


def digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "change", [replaced_ledger, added, dropped, changed_original, forged_original]
)
def test_what_was_changed_is_damaged_and_not_restored(
    archive: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    changed = repacked(archive, change)
    for use in (
        check_backup,
        lambda path: restore_backup(path, tmp_path / "n.db", tmp_path / "n", LATER),
    ):
        with pytest.raises(BackupError) as refusal:
            use(changed)
        assert refusal.value.code == "damaged_backup"
    assert not (tmp_path / "n.db").exists()


def test_no_damage_goes_unnoticed(archive: Path, tmp_path: Path) -> None:
    """Bytes overwritten anywhere either spoil the archive or change nothing that counts."""
    content, draw = archive.read_bytes(), random.Random(7)  # noqa: S311 - a test that repeats itself
    whole = check_backup(archive)
    noticed = 0
    for _ in range(60):
        place = draw.randrange(len(content) - 8)
        spoiled = content[:place] + draw.randbytes(8) + content[place + 8 :]
        path = tmp_path / "spoiled.zip"
        path.write_bytes(spoiled)
        try:
            found = check_backup(path)
        except BackupError:
            noticed += 1
        else:
            assert (found.files, found.rows) == (whole.files, whole.rows)
    assert noticed > 50


@pytest.mark.parametrize(
    ("offset", "value"), [(8, 99), (6, 1)], ids=["a method nobody knows", "encrypted"]
)
def test_a_file_no_zip_of_ours_could_hold_is_damage(
    archive: Path, tmp_path: Path, offset: int, value: int
) -> None:
    content = bytearray(archive.read_bytes())
    central = content.rindex(b"PK\x01\x02") + 2
    for place in (content.index(b"PK\x03\x04") + offset, central + offset):
        content[place] = value
    path = tmp_path / "spoiled.zip"
    path.write_bytes(bytes(content))
    with pytest.raises(BackupError) as refusal:
        check_backup(path)
    assert refusal.value.code in {"damaged_backup", "not_a_backup"}


def test_a_name_that_is_no_text_is_damage(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    central = content.rindex(b"PK\x01\x02")
    content[central + 9] |= 8  # the name is said to be UTF-8
    content[central + 46] = 255
    path = tmp_path / "spoiled.zip"
    path.write_bytes(bytes(content))
    with pytest.raises(BackupError) as refusal:
        check_backup(path)
    assert refusal.value.code == "damaged_backup"


@pytest.mark.parametrize("length", [0, 1, 100, -1])
def test_a_file_cut_short_is_no_backup(archive: Path, tmp_path: Path, length: int) -> None:
    path = tmp_path / "short.zip"
    path.write_bytes(archive.read_bytes()[:length])
    with pytest.raises(BackupError):
        check_backup(path)


@pytest.mark.parametrize(
    "name", ["../outside.db", "uploads/../../x", "/etc/x", "uploads/a\\b", "x"]
)
def test_no_name_leads_out_of_the_folder(archive: Path, tmp_path: Path, name: str) -> None:
    def named(files: dict[str, bytes]) -> None:
        manifest = json.loads(files[MANIFEST])
        manifest["files"].append({"name": name, "size": 1, "sha256": digest(b"x")})
        files[MANIFEST] = json.dumps(manifest).encode()
        files[name] = b"x"

    changed = repacked(archive, named)
    with pytest.raises(BackupError):
        restore_backup(changed, tmp_path / "deep" / "n.db", tmp_path / "deep" / "uploads", LATER)
    assert not (tmp_path / "outside.db").exists()


def test_a_newer_format_or_schema_is_told(archive: Path, tmp_path: Path) -> None:
    def of(key: str, value: int) -> Callable[[dict[str, bytes]], None]:
        def change(files: dict[str, bytes]) -> None:
            manifest = json.loads(files[MANIFEST]) | {key: value}
            files[MANIFEST] = json.dumps(manifest).encode()

        return change

    for key in ("format", "schema_version"):
        with pytest.raises(BackupError) as refusal:
            restore_backup(
                repacked(archive, of(key, 999)), tmp_path / "n.db", tmp_path / "n", LATER
            )
        assert refusal.value.code == "newer_backup"


def test_settings_without_anything_left_out_are_kept_as_they_are() -> None:
    text = "# của văn phòng\n[office]\nplace = 'xã Bằng Mạc'\n"
    assert without(text, LEFT_OUT) == text
    assert without("", LEFT_OUT) == ""


def test_only_what_is_left_out_is_missing_from_settings() -> None:
    assert without(TOML % "mat-khau", LEFT_OUT) == (
        '[mail]\nsender = "giaingan@bangmac.example.vn"\n\n'
        '[office]\ndepartment = "Phòng Kinh tế – \\"Hạ tầng\\""\n\n'
        "[thresholds]\npace_weeks = 6\nred_ratio = 2.5\n"
    )
