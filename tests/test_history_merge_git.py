"""Merging by the driver in real repositories."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from merge_machine import Clones


def _run(machine: type[Clones], examples: int, steps: int) -> Counter[str]:
    machine.seen = Counter()
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None
        ),
    )
    return machine.seen


def test_histories() -> None:
    seen = _run(Clones, 6, 12)
    assert seen["files merged"]


@pytest.mark.slow
def test_many_histories() -> None:
    seen = _run(Clones, 1000, 25)
    assert seen["histories"] >= 1000
