"""Owns the problem codes of crm.yaml, services.yaml and campaigns.yaml (crm.settings)."""

from __future__ import annotations

from crm.problems.rule import error, warning

SETTINGS = (
    error(
        "edges-invalid",
        "four edges are needed, each larger than the one before",
        "write them like [10, 20, 30, 40]",
        "Four edges part five scores.",
    ),
    error(
        "field-unknown",
        "there is no field {value}",
        "name a key of a client file, or a field declared under `fields`",
        "A rule names a field that clients cannot have.",
    ),
    warning(
        "field-without-choices",
        "the field {value} has no choices",
        "add `choices: [a, b]`, or make it `type: text`",
        "A field of type choice says which words it takes.",
    ),
    error(
        "head-in-circle",
        "{value} is, over others, their own head",
        "correct `head` of one of them",
        "What a curator or assistant may see follows from `head`.",
    ),
    error(
        "limits-reversed",
        "{low} is not below {high}",
        "the first limit is the lower one",
        "Class A ends where class B begins.",
    ),
    error(
        "positive-needed",
        "{value} is not above 0",
        "write a number above 0",
        "A rate or a weight of nothing would make every amount nothing.",
    ),
    error(
        "scores-invalid",
        '"{value}" is no score and no range of scores',
        "write 5 or 4-5; scores go from 1 to 5",
        "A named segment is a range of R and F, and of M if you like.",
    ),
    warning(
        "segment-reserved",
        "{value} is a class of the programme; `when` cannot change what it means",
        "change its thresholds under `lifecycle`, or give your segment another id",
        "Lifecycle classes and `active` are defined once for every base.",
    ),
    error(
        "segment-unknown",
        "there is no segment {value}",
        "the segments are: {known}",
        "A rule names a segment that is neither built in nor under `segments`.",
    ),
    warning(
        "setting-unknown",
        "the setting {key} is not known",
        "`crm schema --settings` lists them; delete it if it does nothing",
        "The setting is not used by anything.",
    ),
)
