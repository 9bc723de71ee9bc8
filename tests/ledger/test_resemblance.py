"""Which names may be one: a table a person can read, and what must never be suggested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disburse.ledger.name_words import name_words
from disburse.ledger.resemblance import Likeness, Named, likeness, owner_likeness, resembling
from disburse.text import fold

COMMITTEE = "UBND xã Bằng Mạc"
BOARD = "Ban QLDA ĐTXD khu vực 1"
ROAD = "Đường trục thôn A"


def _named(number: int, name: str, code: str | None = None, owner: str = COMMITTEE) -> Named:
    return Named(number, code, name, fold(owner))


def _near(one: str, other: str) -> bool:
    percent = likeness(_named(1, one), _named(2, other))
    assert percent == likeness(_named(2, other), _named(1, one))
    return percent is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nhà văn hóa thôn Nà Pất", "NVH thôn Nà Pất"),
        ("Trường MN B giai đoạn II", "Trường Mầm non B (giai đoạn 2)"),
        ("Trường Mầm non B (GĐ2)", "Trường Mầm non B, giai đoạn 2"),
        ("Đường ĐH.05 đoạn qua xã", "Đường ĐH 5, đoạn qua xã"),
        ("Đường trục thôn A", "Đường trục thôn A, xã Bằng Mạc, huyện Chi Lăng, tỉnh Lạng Sơn"),
        ("Đường trục thôn A", "Cải tạo, nâng cấp đường trục thôn A"),
        ("Cải tạo, nâng cấp đường trục thôn A", "Nâng cấp, cải tạo đường trục thôn A"),
        ("Công trình: Chợ trung tâm xã", "Chợ trung tâm xã"),
        ("Kênh mương nội đồng Khuổi Nghiêng", "Kênh mương nội đồng Khuổi Nghêing"),
        ("Đường bê tông xi măng thôn Nà Pất", "Đường BTXM thôn Nà Pất"),
    ],
)
def test_one_name_written_otherwise_is_near(one: str, other: str) -> None:
    assert _near(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trường Mầm non B (giai đoạn 1)", "Trường Mầm non B (giai đoạn 2)"),
        ("Trường Mầm non B (giai đoạn 1)", "Trường Mầm non B"),
        ("Trường Mầm non B giai đoạn I", "Trường Mầm non B giai đoạn II"),
        ("Đường ĐH.05 đoạn qua xã", "Đường ĐH.06 đoạn qua xã"),
        ("Đường thôn 3, tuyến số 5", "Đường thôn 5, tuyến số 3"),
        ("Đường trục thôn A", "Đường trục thôn B"),
        ("Nhà văn hóa thôn Nà Pất", "Nhà văn hóa thôn Nà Pàn"),
        ("Nhà văn hóa thôn An", "Nhà văn hóa thôn Bình"),
        ("Nhà văn hóa thôn Tài", "Nhà văn hóa thôn Tân"),
        ("Kênh mương thôn Trên", "Kênh mương thôn Dưới"),
        ("Xây dựng Trường Tiểu học Bằng Mạc", "Sửa chữa Trường Tiểu học Bằng Mạc"),
        ("Trường Mầm non", "Trường Mầm non Hoa Sen"),
        ("Chợ xã", "Trụ sở xã"),
    ],
)
def test_names_of_neighbours_are_not(one: str, other: str) -> None:
    assert not _near(one, other)


@pytest.mark.parametrize(
    ("code", "owner", "name", "near"),
    [
        (None, COMMITTEE, "Cải tạo đường trục thôn A", True),
        ("0000002", COMMITTEE, ROAD, True),
        ("0000002", COMMITTEE, "Cải tạo đường trục thôn A", False),
        (None, BOARD, ROAD, True),
        (None, BOARD, "Cải tạo đường trục thôn A", False),
        ("0000002", BOARD, ROAD, False),
        (None, "", "Cải tạo đường trục thôn A", True),
        (None, "Ủy ban nhân dân xã Bằng Mạc", "Cải tạo đường trục thôn A", True),
    ],
    ids=[
        "no code on one side", "two codes", "two codes and a word more", "another owner",
        "another owner and a word more", "two codes and owners", "no owner", "owner written out",
    ],
)  # fmt: skip
def test_two_codes_or_two_owners_ask_for_the_same_name(
    code: str | None, owner: str, name: str, near: object
) -> None:
    known = _named(1, ROAD, "0000001")
    assert (likeness(_named(2, name, code, owner), known) is not None) is near


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("UBND xã Bằng Mạc", "Ủy ban nhân dân xã Bằng Mạc", True),
        ("Ban QLDA ĐTXD khu vực 1", "Ban Quản lý dự án đầu tư xây dựng khu vực I", True),
        ("BQLDA ĐTXD huyện Chi Lăng", "Ban QLDA đầu tư và xây dựng huyện Chi Lăng", True),
        ("UBND xã Bằng Mạc", "UBND xã Bằng Hữu", False),
        ("UBND xã Bằng Mạc", "UBND xã", False),
        ("UBND xã Bằng Mạc", "HĐND xã Bằng Mạc", False),
        ("Ban QLDA khu vực 1", "Ban QLDA khu vực 2", False),
        ("UBND xã Tài", "UBND xã Của", False),
    ],
)
def test_owners(one: str, other: str, near: object) -> None:
    assert (owner_likeness(fold(one), fold(other)) is not None) is near


def test_marks_are_numbers_and_letters_with_the_word_before() -> None:
    words = name_words("Đường ĐH.05 (giai đoạn II), thôn A")
    assert words.marks == {("dh", "5"), ("doan", "2"), ("thon", "a")}
    assert words.asides == {"giai", "doan", "2"}
    assert words.places == {"thon", "a"}


def test_the_likeliest_comes_first_and_what_may_not_pair_never() -> None:
    known = [_named(1, "Cải tạo đường trục thôn A"), _named(2, ROAD), _named(3, "Chợ xã")]
    found = list(resembling([_named(9, ROAD)], known, lambda _one, other: other != 3))
    assert [near.other for near in found] == [2, 1]
    assert list(resembling([_named(9, ROAD)], known, lambda _one, _other: False)) == []


syllables = st.sampled_from(
    ["nà", "pất", "khuổi", "nghiêng", "đường", "trường", "học", "2", "A", "II"]
)
names = st.lists(syllables, min_size=1, max_size=8).map(" ".join)


@given(names)
def test_every_name_is_near_itself(name: str) -> None:
    assert likeness(_named(1, name), _named(2, name)) == 100
    assert list(resembling([_named(1, name)], [_named(2, name)], lambda _a, _b: True)) == [
        Likeness(1, 2, 100)
    ]


@given(names, names)
def test_what_is_near_agrees_in_every_number(one: str, other: str) -> None:
    if _near(one, other):
        assert name_words(one).marks == name_words(other).marks


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    assert _near(one, other) in {True, False}
