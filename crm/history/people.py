"""Owns which member of the team an author of commits is."""

from __future__ import annotations

from collections.abc import Mapping

from crm.settings.records import Member


def is_member(member: Member, name: str, email: str) -> bool:
    """Tell whether an author is a member: by e-mail, by name, or by a name that is the id."""
    mail = member.email.casefold()
    known = {member.name.casefold(), member.id.casefold()} - {""}
    return bool(mail and mail == email.casefold()) or name.casefold() in known


def member_of(team: Mapping[str, Member], name: str, email: str) -> str:
    """Return the id of the member an author is, "" for others."""
    return next((ident for ident, one in team.items() if is_member(one, name, email)), "")
