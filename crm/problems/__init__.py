"""What can be wrong in a user's files, and how it is said."""

from crm.problems.problem import Location, Problem, problem, shown
from crm.problems.rule import Level, Rule
from crm.problems.table import RULES

__all__ = ["RULES", "Level", "Location", "Problem", "Rule", "problem", "shown"]
