"""Owns the address book that holds the same clients for khard: a card each, and its settings."""

from __future__ import annotations

from pathlib import Path

CARD = """\
BEGIN:VCARD
VERSION:3.0
UID:{ident}
FN:{name}
N:{name};;;;
TEL;TYPE=work:{phone}
EMAIL:{email}
NOTE:{owner}
END:VCARD
"""


def make_book(base: Path, folder: Path) -> Path:
    """Write a vCard for each client file of `base`, and return khard's settings for them."""
    cards = folder / "cards"
    cards.mkdir(parents=True, exist_ok=True)
    for path in sorted((base / "clients").rglob("*.yaml")):
        facts = dict(
            line.split(": ", 1) for line in path.read_text(encoding="utf-8").splitlines()[:6]
        )
        text = CARD.format(ident=path.stem, **{key: facts[key] for key in _FACTS})
        (cards / f"{path.stem}.vcf").write_text(text, encoding="utf-8")
    settings = folder / "khard.conf"
    settings.write_text(f"[addressbooks]\n[[clients]]\npath = {cards}\n", encoding="utf-8")
    return settings


_FACTS = ("name", "phone", "email", "owner")
