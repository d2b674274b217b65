"""Merging of client files: three versions as data and as text, united without loss."""

from crm.history.merge.conflict import Conflict, Merged
from crm.history.merge.three_way import merge

__all__ = ["Conflict", "Merged", "merge"]
