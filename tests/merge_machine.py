"""A state machine of people who work in clones of one base and merge in any order and manner."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import ClassVar

import merge_oracle as oracle
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from merge_clones import STYLES, Clone, Trouble, changed, start
from merge_driver_server import Call, Server

ATTRIBUTES = "clients/**/*.yaml merge={driver}\n"
_who = st.integers(0, 3)
_seed = st.integers(0, 2**20)


class Clones(RuleBasedStateMachine):
    """Every merge is compared with what the oracle says, file by file and tree by tree."""

    driver = "crm"
    seen: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.server = Server()
        self.words = 0

    def teardown(self) -> None:
        self.server.close()
        for clone in getattr(self, "clones", ()):
            clone.close()
        shutil.rmtree(self.folder)
        self.seen["histories"] += 1

    @initialize(
        count=st.integers(2, 4),
        # Of one style two clients would be so alike that git takes one for the other, renamed.
        styles=st.lists(st.sampled_from(STYLES), min_size=1, max_size=2, unique=True),
        newline=st.sampled_from(["\n", "\n", "\r\n"]),
    )
    def start(self, count, styles, newline):
        self.clones = start(
            self.folder, count, self.server.config, ATTRIBUTES.format(driver=self.driver),
            styles, newline,
        )  # fmt: skip

    @rule(who=_who, seed=_seed, count=st.integers(1, 3))
    def work(self, who, seed, count):
        clone = self._clone(who)
        self._change(clone, seed, count)
        clone.commit("work")

    @rule(who=_who, seed=_seed)
    def rename(self, who, seed):
        clone, pick = self._clone(who), random.Random(seed)
        files = clone.files()
        if files:
            path = pick.choice(files)
            path.rename(path.with_name(f"renamed{self._word()}.yaml"))
            clone.commit("rename", every=True)
            self.seen["renames"] += 1

    @rule(who=_who, seed=st.integers(0, 8))
    def delete(self, who, seed):
        clone = self._clone(who)
        files = clone.files()
        if not seed and len(files) > 1:
            files[0].unlink()
            clone.commit("delete")
            self.seen["deletions"] += 1

    @rule(who=_who, whom=_who, prefer=st.sampled_from(["ours", "theirs"]))
    def merge(self, who, whom, prefer):
        clone, other = self._pair(who, whom)
        self._merge(clone, other, prefer)

    @rule(who=_who, whom=_who, prefer=st.sampled_from(["ours", "theirs"]), seed=_seed)
    def cross(self, who, whom, prefer, seed):
        """Two merge what the other had before, so that later merges have two ancestors."""
        clone, tip = self._pair(who, whom)
        other = next(one for one in self.clones if one is not clone and one.head == tip)
        for one, number in ((clone, seed), (other, seed + 1)):
            self._change(one, number, 1)
            one.commit("work")
        heads = clone.head, other.head
        self._merge(clone, heads[1], prefer)
        self._merge(other, heads[0], prefer)

    def _merge(self, clone: Clone, other: str, prefer: str) -> None:
        bases = clone.git("merge-base", "--all", "HEAD", other).stdout.decode().split()
        ours, theirs = clone.tree(clone.head), clone.tree(other)
        self.seen["criss-cross"] += len(bases) > 1
        ran = clone.git("merge", "-q", "--no-edit", other, fine=(0, 1))
        known = self._look_at_calls()
        if ran.returncode:
            self.seen["merges with conflicts"] += 1
            if not self._decide(clone, prefer):
                clone.git("merge", "--abort")
            return
        self.seen["merges, clean"] += 1
        result = clone.tree(clone.head)
        if len(bases) == 1 and known:
            self._compare(clone.tree(bases[0]), ours, theirs, result)
        self._presence([clone.tree(base) for base in bases], ours, theirs, result)

    @rule(who=_who, whom=_who)
    def rebase(self, who, whom):
        clone, other = self._pair(who, whom)
        bases = clone.git("merge-base", "--all", "HEAD", other).stdout.decode().split()
        ours, theirs = clone.tree(clone.head), clone.tree(other)
        own = clone.git("rev-list", "HEAD", f"^{other}").stdout.decode().split()
        passing = [clone.tree(commit) for commit in own]
        ran = clone.git("rebase", "-q", other, fine=(0, 1))
        self._look_at_calls()
        if ran.returncode:
            self.seen["rebases with conflicts"] += 1
            clone.git("rebase", "--abort")
            return
        self.seen["rebases, clean"] += 1
        result = clone.tree(clone.head)
        self._presence([clone.tree(base) for base in bases], theirs, ours, result, passing)

    @rule(who=_who, whom=_who)
    def cherry_pick(self, who, whom):
        clone, other = self._pair(who, whom)
        if len(clone.git("log", "-1", "--format=%P", other).stdout.split()) != 1:
            return
        base, ours, theirs = (clone.tree(rev) for rev in (f"{other}^", clone.head, other))
        ran = clone.git("cherry-pick", "--allow-empty", other, fine=(0, 1))
        known = self._look_at_calls()
        if ran.returncode:
            self.seen["picks with conflicts"] += 1
            clone.git("cherry-pick", "--abort", fine=())
            clone.git("reset", "-q", "--hard")
            return
        self.seen["picks, clean"] += 1
        if known:
            self._compare(base, ours, theirs, clone.tree(clone.head))

    @rule(who=_who, first=_seed, second=_seed)
    def stash(self, who, first, second):
        clone = self._clone(who)
        self._change(clone, first, 2)
        if not clone.git("status", "--porcelain").stdout:
            return
        clone.git("stash")
        self._change(clone, second, 2)
        clone.commit("meanwhile")
        ran = clone.git("stash", "pop", fine=(0, 1))
        self._look_at_calls()
        self.seen["stashes"] += 1
        if ran.returncode:
            clone.git("reset", "-q", "--hard")
            clone.git("stash", "drop")
        else:
            clone.commit("popped")

    # What the rules share

    def _clone(self, who: int) -> Clone:
        return self.clones[who % len(self.clones)]

    def _pair(self, who: int, whom: int) -> tuple[Clone, str]:
        """Return a clone and the tip of another."""
        clone = self._clone(who)
        others = [other for other in self.clones if other is not clone]
        other = others[whom % len(others)]
        self.server.calls.clear()
        return clone, other.head

    def _word(self) -> str:
        self.words += 1
        return f"w{self.words}"

    def _change(self, clone: Clone, seed: int, count: int) -> None:
        for _ in range(count):
            word = self._word()
            pick = random.Random(f"{seed} {word}")
            if files := clone.files():
                path = pick.choice(files)
                path.write_bytes(changed(path.read_bytes(), pick, word))

    def _decide(self, clone: Clone, prefer: str) -> bool:
        """Decide all conflicts for one side and commit; False where git leaves more than that."""
        unmerged = clone.git("ls-files", "-u", "-z").stdout.decode().split("\0")[:-1]
        stages: dict[str, set[str]] = {}
        for line in unmerged:
            about, path = line.split("\t", 1)
            stages.setdefault(path, set()).add(about.split()[2])
        for path, found in stages.items():
            data = (clone.path / path).read_bytes() if (clone.path / path).exists() else b""
            if found in ({"1", "2"}, {"1", "3"}):
                continue  # deleted on one side: it is kept
            if found != {"1", "2", "3"}:
                self.seen["conflicts about names"] += 1
                return False
            ours, theirs = oracle.sides(data)
            chosen = ours if prefer == "ours" else theirs
            if b"\r\n" in data:
                chosen = chosen.replace(b"\n", b"\r\n")
            (clone.path / path).write_bytes(chosen)
        clone.commit("decided", every=True)
        self.seen["conflicts decided"] += 1
        return True

    # What has to hold

    def _look_at_calls(self) -> bool:
        """Check the files merged, and tell whether git knew the ancestor of all of them.

        It does not where a file was renamed and most of its lines changed, as by new line ends.
        """
        calls, self.server.calls = self.server.calls, []
        for call in calls:
            self.seen["files merged"] += 1
            if b"<<<<<<<" in call.base + call.ours + call.theirs:
                self.seen["over a base in conflict"] += 1
                continue
            found = oracle.complaints(
                call.base, call.ours, call.theirs, call.result, clean=call.clean
            )
            if found:
                raise Trouble(self._told(call, found))
        return all(call.base for call in calls)

    def _compare(self, base, ours, theirs, result) -> None:
        """Compare whole trees: git must have asked the driver wherever it was needed."""
        self.seen["clients git made two of"] += len(result.twice)
        for name in (base.keys() & ours.keys() & theirs.keys()) - result.twice:
            versions = (base[name], ours[name], theirs[name])
            got = result.get(name, b"name: gone")
            want = oracle.merged(*map(oracle.load, versions))
            data = oracle.load(got)
            if want.conflicts or oracle.canonical(want.clean) != oracle.canonical(data):
                call = Call(name, *versions, got, clean=True)
                raise Trouble(self._told(call, oracle._differences(want.clean, data)))

    def _presence(self, bases, ours, theirs, result, passing=()) -> None:
        """Check that no interaction is lost or doubled, with any number of ancestors.

        `passing` are the states their side went through where its commits are made again one by
        one: what it added, as ours did, and deleted later is deleted.
        """
        for name in ours.keys() & theirs.keys() & result.keys():
            old = [_tokens(base[name]) for base in bases if name in base]
            here, there, got = (_tokens(tree[name]) for tree in (ours, theirs, result))
            passed = set().union(*(_tokens(tree[name]) for tree in passing if name in tree))
            for token in {*here, *there, *got} - (passed - there.keys()):
                most = max(here[token], there[token])
                if token in here and token in there and not got[token]:
                    raise Trouble(f"lost: {token}")
                trees = [ours, theirs, *passing]
                texts = {text for tree in trees for text in _texts(tree.get(name), token)}
                # An entry both sides have, edited by one since, is two: which is right, who knows?
                if not any(token in base for base in old) and not (
                    most <= got[token] <= max(most, len(texts))
                ):
                    raise Trouble(f"{token} of {most} is there {got[token]} times")

    @staticmethod
    def _told(call: Call, found: list[str]) -> str:
        parts = (
            f"{call.path}: {'; '.join(found)}",
            *(
                f"--- {label}\n{data.decode().replace(chr(13), '␍')}"
                for label, data in (
                    ("base", call.base), ("ours", call.ours), ("theirs", call.theirs),
                    ("result", call.result),
                )
            ),
        )  # fmt: skip
        return "\n".join(parts)


def _tokens(data: bytes) -> Counter[str]:
    entries = oracle.load(data).get("interactions") or []
    return Counter(item["summary"].split()[0] for item in entries)


def _texts(data: bytes | None, token: str) -> set[str]:
    """Return the different forms in which an entry is there."""
    entries = (oracle.load(data).get("interactions") or []) if data else []
    return {repr(oracle.canonical(one)) for one in entries if one["summary"].split()[0] == token}
