"""Owns why the figures of deals, tasks, complaints and surveys are what they are."""

from __future__ import annotations

from crm.index.answers import DealRow
from crm.reports.report import note, three
from crm.reports.why.material import Entry, Material, typed
from crm.reports.why.part import How, Part, Why

_FIRST_STAGE = note(
    three(
        "never moved, so in the first stage",
        "не двигалась, поэтому на первой стадии",
        "не е местена, затова е на първия етап",
    )
)
_NO_DEAL = note(three("no deal", "сделок нет", "няма сделки"))
_NO_TASK = note(three("no open task", "открытых задач нет", "няма отворени задачи"))
_NO_SCORE = note(three("no survey with a score", "нет опроса с оценкой", "няма анкета с оценка"))
_NO_OUTCOME = note(
    three("no entry with an outcome", "нет записи с итогом", "няма запис с резултат")
)


def _last_move(material: Material, deal: DealRow) -> Entry | None:
    moves = [entry for entry in material.entries if entry.deal == deal.id and entry.stage]
    return moves[-1] if moves else None


def _deal(material: Material, deal: DealRow, value: object) -> Part:
    """Return the line of a deal's last move, else that of the deal."""
    move = _last_move(material, deal)
    if move is not None:
        return material.entry(move, value, what=f"{deal.id}: {deal.stage}")  # type: ignore[arg-type]
    return Part(
        path=deal.path,
        line=deal.line,
        value=value,  # type: ignore[arg-type]
        date=deal.opened,
        what=f"{deal.id}: {deal.stage}",
        said=deal.title,
        note=_FIRST_STAGE,
    )


def deals_open(material: Material, figure: str) -> Why:
    """Explain the number of open deals."""
    parts = [_deal(material, deal, 1) for deal in material.deals if not deal.result]
    return material.why(figure, How.SUM, parts)


def stage(material: Material, figure: str) -> Why:
    """Explain the stage: of the open deal furthest along, else of the one closed last."""
    places = {ident: at for at, ident in enumerate(material.index.settings.stages)}

    def rank(deal: DealRow) -> tuple[bool, int, int, int]:
        closed = deal.closed.toordinal() if deal.closed else 0
        place = places.get(deal.stage, -1) if not deal.result else 0
        return (not deal.result, place, closed, deal.line)

    if not material.deals:
        return material.why(figure, How.NOTHING, [], _NO_DEAL)
    best = max(material.deals, key=rank)
    return material.why(figure, How.ONE, [_deal(material, best, best.stage)])


def tasks(material: Material, figure: str) -> Why:
    """Explain the number of open tasks, or the day of the earliest."""
    found = material.tasks
    if figure == "next_due":
        found = [task for task in found if task.due][:1]
        if not found:
            return material.why(figure, How.NOTHING, [], _NO_TASK)
    parts = [
        Part(
            path=task.path,
            line=task.line,
            value=task.due if figure == "next_due" else 1,
            date=task.due,
            what="task",
            said=task.what,
        )
        for task in found
    ]
    return material.why(figure, How.ONE if figure == "next_due" else How.SUM, parts)


def complaints(material: Material, figure: str) -> Why:
    """Explain the number of complaints that are not resolved."""
    parts = [
        material.entry(entry, 1)
        for entry in material.entries
        if entry.type == "complaint"
        and (entry.resolved_day is None or entry.resolved_day > material.day)
    ]
    return material.why(figure, How.SUM, parts)


def last_score(material: Material, figure: str) -> Why:
    """Explain the last score."""
    found = [one for one in material.entries if one.type == "survey" and one.score is not None]
    if not found:
        return material.why(figure, How.NOTHING, [], _NO_SCORE)
    return material.why(figure, How.ONE, [material.entry(found[-1], found[-1].score)])


def last_outcome(material: Material, figure: str) -> Why:
    """Explain the last outcome."""
    found = [entry for entry in material.entries if entry.outcome]
    if not found:
        return material.why(figure, How.NOTHING, [], _NO_OUTCOME)
    return material.why(figure, How.ONE, [material.entry(found[-1], found[-1].outcome)])


def referrals(material: Material, figure: str) -> Why:
    """Explain the number of clients that name this one in `referred_by`."""
    parts = []
    for client, path in material.own.rows("why_referred"):
        line, text = typed(material.file_of(path), "referred_by") or (0, "")
        parts.append(Part(path=path, line=line, value=1, what=f"{client}: referred_by", said=text))
    return material.why(figure, How.SUM, parts)
