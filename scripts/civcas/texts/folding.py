"""Words without what writers of them leave out or vary: case, accents, short vowels."""

from __future__ import annotations

import unicodedata


def folded(word: str) -> str:
    """A word to compare: without case and marks, and with the dotless i of Turkish as i."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return kept.replace("\u0131", "i").replace("\u0640", "")
