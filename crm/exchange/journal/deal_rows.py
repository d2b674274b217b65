"""Owns the deals that the rows of a table tell: what each is, and the steps it went through."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.exchange.columns.keys import CLOSES, MOVE, RESULT
from crm.exchange.findings import Finding, finding
from crm.exchange.values.aliases import result_of, stages_of
from crm.exchange.values.reading import Draft
from crm.exchange.values.value import Value
from crm.fields.table import SECTIONS
from crm.settings import Settings

KEYS = SECTIONS["deal"].fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A deal as the table tells it; `moves` are sorted by day, those without a day last."""

    rows: tuple[int, ...]
    values: Mapping[str, Value]
    moves: tuple[Mapping[str, Value], ...]

    @property
    def ident(self) -> str:
        """Its id, empty where the table has none."""
        return self.values["id"].text if "id" in self.values else ""

    @property
    def stage(self) -> str:
        """The stage it has come to, empty where the table says none."""
        return self.moves[-1]["stage"].text if self.moves else ""

    @property
    def order(self) -> tuple[list[str], list[str]]:
        """What puts deals in an order that does not depend on that of the rows."""
        said = [f"{path}={value.text}" for path, value in sorted(self.values.items())]
        moves = [f"{path}={v.text}" for move in self.moves for path, v in sorted(move.items())]
        return said, moves


def incomplete(draft: Draft, settings: Settings) -> Finding | None:
    """Return what keeps a row from being a deal, beside keys that are missing."""
    said = draft.entry.get(RESULT)
    if said is not None and _stage(draft, settings) is None and result_of(said.text):
        return finding("deal-result-unclear", draft.row, result=said.text)
    amount = draft.entry.get("amount")
    if amount is not None and amount.text.startswith("-"):
        return finding("amount-below-zero", draft.row, key="amount")
    return None


def told(drafts: Sequence[Draft], settings: Settings, findings: list[Finding]) -> Iterable[Told]:
    """Yield the deals that the rows tell; rows that share an id are steps of one."""
    groups: dict[Hashable, list[Draft]] = {}
    for draft in drafts:
        ident = draft.entry.get("id")
        groups.setdefault(ident.same if ident else ("row", draft.row), []).append(draft)
    for group in groups.values():
        values: dict[str, Value] = {}
        differs = ""
        moves: dict[frozenset[tuple[str, Hashable]], Mapping[str, Value]] = {}
        for draft in group:
            deal, move = _parted(draft, settings)
            for path, value in deal.items():
                if values.setdefault(path, value).same != value.same:
                    differs = path
            if move:
                moves[frozenset((path, value.same) for path, value in move.items())] = move
        differs = differs or _unclear(list(moves.values()))
        if differs:
            findings += [
                finding("deal-rows-differ", draft.row, id=values["id"].text, key=differs)
                for draft in group
            ]
            continue
        yield Told(
            rows=tuple(draft.row for draft in group),
            values=values,
            moves=tuple(sorted(moves.values(), key=_by_day)),
        )


def _unclear(moves: Sequence[Mapping[str, Value]]) -> str:
    """Return the key that keeps steps of a deal from having an order."""
    if len(moves) < 2:
        return ""
    days = {move["date"].text for move in moves if "date" in move}
    if not days:
        return "stage"
    return "" if len(days) == len(moves) else "date"


def _by_day(move: Mapping[str, Value]) -> tuple[bool, str, str]:
    return "date" not in move, move["date"].text if "date" in move else "", move["stage"].text


def _parted(draft: Draft, settings: Settings) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return what a row says of the deal, and of the entry that moved it to its stage."""
    deal = {path: value for path, value in draft.entry.items() if path in KEYS}
    move = {path: value for path, value in draft.entry.items() if path in MOVE}
    closes = draft.entry.get(CLOSES)
    stage = _stage(draft, settings)
    if stage is not None:
        move["stage"] = stage
    result = settings.stages[stage.text].result if stage else ""
    if closes is not None and result:
        move.setdefault("date", Value(closes.text, (closes.same, None), closes.bare))
    elif closes is not None:
        deal.setdefault("expected", closes)
    return deal, move if stage else {}


def _stage(draft: Draft, settings: Settings) -> Value | None:
    """Return the stage a row says: that of its result where it has one, else its own.

    None: it says neither, or a result that no single stage has.
    """
    stage = draft.entry.get("stage")
    said = draft.entry.get(RESULT)
    result = result_of(said.text) if said is not None else ""
    if not result or (stage is not None and settings.stages[stage.text].result == result):
        return stage
    found = stages_of(settings, result)
    return Value(found[0], found[0]) if len(found) == 1 else None
