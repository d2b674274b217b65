"""Owns the build of the site: what changed is gathered and rendered, staged, and moved."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from crm.history.past import Past, no_past
from crm.index.kept import kept_site
from crm.index.query import Index
from crm.index.reading import Hand
from crm.settings import Settings
from crm.website.memory import Memory, Recent, given
from crm.website.output import Built, staging


def build_site(
    index: Index,
    settings: Settings,
    out: Path,
    *,
    today: dt.date,
    hand: Hand | None = None,
    past: Past | None = None,
    recent: Recent | None = None,
) -> Built:
    """Build the site into a folder and return what was done.

    Only what depends on a change since the last build is rendered; the bytes are those of a build
    from nothing. They depend on the base, the day, the version and the `past` that is given, on
    nothing else. Records at `hand` are not read again, and let go; who builds again and again gives
    the same `recent` each time. Where the hand was told which files have changed, the cards of a
    few clients are moved into the site as soon as they are made, before the pages that list them.
    Raises NotOurSite, BrokenTemplate, CannotWrite; then the site is as it was, but for such cards.
    """
    made_from = given(settings, today, index.base.templates)
    usable = index.moment() is not None
    past = past or no_past(index.base)
    with kept_site(index.base, out, usable=usable) as kept, staging(out) as stage:
        memory = Memory(kept, index, made_from, past, stage.found, recent)
        if memory.settled():
            return Built(pages_written=0, pages_unchanged=len(memory.pages), removed=0)
        # Only where something has to be done is the rest of this floor loaded.
        from crm.website.gather import overview  # noqa: PLC0415
        from crm.website.work import Work  # noqa: PLC0415

        known = overview(index, settings, today)
        work = Work(index, settings, known, stage, memory, kept)
        work.cards(hand or Hand())
        work.lists()
        work.rest(past.head.short, past.head.time)
        built = stage.publish()
        work.remember(recent or Recent())
    return built
