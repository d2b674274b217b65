"""Owns the timing of every report over one base: processor seconds, the median of five."""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from benchmarks.bases import TODAY
from crm.base import Base
from crm.index.query import open_index
from crm.reports import registry
from crm.settings import load_settings

_TIMES = 5


def main() -> None:
    """Print a row a report of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    base = Base(parser.parse_args().folder)
    loaded = load_settings(base)
    open_index(base, loaded.settings, TODAY, problems=loaded.problems).close()
    with open_index(base, loaded.settings, TODAY, problems=loaded.problems) as index:
        print("| report | rows | seconds |\n|---|---|---|")
        for name in registry.NAMES:
            rows = len(registry.compute(name, index).rows)
            taken = []
            for _ in range(_TIMES):
                begun = time.process_time()
                registry.compute(name, index)
                taken.append(time.process_time() - begun)
            print(f"| `{name}` | {rows:,} | {statistics.median(taken):.2f} |")


if __name__ == "__main__":
    main()
