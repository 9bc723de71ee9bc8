"""Whether a word can be Vietnamese: onset, rhyme and tone, by the rules of spelling.

Legacy text read as Unicode gives words that no Vietnamese syllable can have ("tr×nh", "Céng",
"HOÄI"), and real text read as legacy does too; counting both is the proof that a conversion
needs. Source of the structure: the orthography taught in schools (chữ Quốc ngữ).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_TONES_OF_STOPS = {"\u0301", "\u0323"}
_STOPS = ("c", "ch", "p", "t")

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_BEFORE_FRONT_VOWELS_ONLY = {"k", "gh", "ngh"}
_NEVER_BEFORE_FRONT_VOWELS = {"c", "g", "ng"}
_FRONT_VOWELS = "eêiy"

_RHYMES = """
a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut
uơ uy uya uych uyên uyêt uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ych ynh yt
"""
_KNOWN_ONSETS = ("", *_ONSETS.split())
_KNOWN_RHYMES = frozenset(_RHYMES.split())
_ONLY_WITHOUT_ONSET_OR_AFTER_QU = ("yê", "ych", "ynh", "yt")

_INITIALS = re.compile(r"[A-ZĐƯ]{2,}|[bcdđghklmnpqrstvx]+|[BCDĐGHKLMNPQRSTVX][bcdđghklmnpqrstvx]*")
_MEASURE = re.compile(
    r"[A-Za-z]?[×÷][A-Za-z]?|[A-Za-z]{1,3}[²³]|[Nn]?[°º][A-Za-z]?|µ[A-Za-z]|[A-Za-z]?[®©]"
)
"""Signs that stand with a letter in any text: "m×n", "m²", "µm"."""

_BREAKS = re.compile(r"[\s\x00-\x1f!-/0-9:-@\[-`{-~“”‘’„…–—−•]+")
"""What parts words, besides spaces: ASCII marks and digits, and the usual typography."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a text that bear anything beyond ASCII: those that can be Vietnamese or not."""

    valid: frozenset[str]
    invalid: frozenset[str]


def evidence(text: str) -> Evidence:
    """Sort the words of a text that are not plain ASCII; signs without a letter do not count."""
    valid: set[str] = set()
    invalid: set[str] = set()
    for word in _BREAKS.split(unicodedata.normalize("NFC", text)):
        if word.isascii():
            continue
        possible = _is_possible(word)
        if possible is not None:
            (valid if possible else invalid).add(word)
    return Evidence(frozenset(valid), frozenset(invalid))


@lru_cache(maxsize=65536)
def _is_possible(word: str) -> bool | None:
    """Whether a word can be Vietnamese; None where it is a mere sign."""
    if not any(map(str.isalpha, word)) or _MEASURE.fullmatch(word):
        return None
    return is_syllable(word) or is_initials(word)


def is_initials(word: str) -> bool:
    """Initials of offices, terms and units: "HĐND", "TMĐT", "TƯ", "Đvt", "đ"."""
    return _INITIALS.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word, in NFC, is spelt as a Vietnamese syllable: lower, Title or UPPER case."""
    if word not in (word.lower(), word.upper(), word.capitalize()):
        return False
    plain, tones = _without_tones(word.lower())
    if len(tones) > 1:
        return False
    return any(
        _fits(onset, plain.removeprefix(onset), tones)
        for onset in _KNOWN_ONSETS
        if plain.startswith(onset)
    )


def _without_tones(word: str) -> tuple[str, list[str]]:
    decomposed = unicodedata.normalize("NFD", word)
    plain = "".join(char for char in decomposed if char not in _TONES)
    tones = [char for char in decomposed if char in _TONES]
    return unicodedata.normalize("NFC", plain), tones


def _fits(onset: str, rhyme: str, tones: list[str]) -> bool:
    if onset == "gi" and rhyme[:2] == "êt":
        rhyme = "i" + rhyme
    if rhyme not in _KNOWN_RHYMES:
        return False
    if rhyme.startswith(_ONLY_WITHOUT_ONSET_OR_AFTER_QU) and onset not in ("", "qu"):
        return False
    front = rhyme[0] in _FRONT_VOWELS
    if onset in _BEFORE_FRONT_VOWELS_ONLY and not front:
        return False
    if onset in _NEVER_BEFORE_FRONT_VOWELS and front and (onset, rhyme[0]) != ("g", "i"):
        return False
    stopped = rhyme.endswith(_STOPS)
    return not stopped or (bool(tones) and tones[0] in _TONES_OF_STOPS)
