"""What the templates are given: frozen records that hold only what is published."""

from crm.website.contexts.about import AboutPage
from crm.website.contexts.card import CardPage
from crm.website.contexts.changes import CardHistory, ChangesPage
from crm.website.contexts.frame import Chip, Figure, Frame, Link, NavItem
from crm.website.contexts.lists import ClientRow, Facet, FacetLink, ListPage, NextAction, Pager
from crm.website.contexts.problems import Issue, IssueFile, ProblemsPage

__all__ = [
    "AboutPage",
    "CardHistory",
    "CardPage",
    "ChangesPage",
    "Chip",
    "ClientRow",
    "Facet",
    "FacetLink",
    "Figure",
    "Frame",
    "Issue",
    "IssueFile",
    "Link",
    "ListPage",
    "NavItem",
    "NextAction",
    "Pager",
    "ProblemsPage",
]
