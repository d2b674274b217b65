"""Owns the exchange with the repository that others share: fetch and push."""

from __future__ import annotations

import os

from crm.base import Base
from crm.history import repository, troubles
from crm.history.calls import NETWORK, Ran, git
from crm.history.state import Place
from crm.record import record

_CONNECT = 20  # seconds in which another computer has to answer


@record
class Upstream:
    """Where a branch goes to: a remote, the branch there, and the last known state of it here."""

    remote: str
    branch: str
    tracking: str
    is_set: bool


def upstream_of(base: Base, place: Place) -> Upstream:
    """Return where a branch goes to; raises SyncStopped where that is not clear."""
    form = "--format=%(upstream)%00%(upstream:remotename)%00%(upstream:remoteref)"
    asked = git(base.root, "for-each-ref", form, place.branch)
    tracking, remote, branch = (*asked.text.split("\0"), "", "", "")[:3]
    if tracking and remote and remote != ".":
        return Upstream(remote=remote, branch=branch, tracking=tracking, is_set=True)
    remotes = git(base.root, "remote").text.split("\n")
    if remotes == [""]:
        raise troubles.no_remote()
    if len(remotes) > 1:
        raise troubles.several_remotes(remotes, place.short)
    name = remotes[0]
    tracking = f"refs/remotes/{name}/{place.short}"
    return Upstream(remote=name, branch=place.branch, tracking=tracking, is_set=False)


def fetch(base: Base, upstream: Upstream, *, asks: bool) -> str:
    """Fetch, and return the commit that others have, "" when they have none yet.

    Raises SyncStopped when the remote cannot be reached.
    """
    ran = _network(base, "fetch", "--quiet", "--", upstream.remote, asks=asks)
    if not ran.done:
        raise troubles.unreachable(upstream.remote, _words(ran))
    found = git(base.root, "rev-parse", "--verify", "--quiet", f"{upstream.tracking}^{{commit}}")
    if not found.done and not upstream.is_set:
        _compare_names(base, upstream)
    return found.text if found.done else ""


def refuse_rewritten(base: Base, upstream: Upstream, theirs: str) -> None:
    """Stop where commits that were there are no more: joining and sending would bring them back.

    Git remembers where the remote's branch has stood; the latest place that one's own work began
    at must be among what is there now. Who merges by hand has decided. Raises SyncStopped.
    """
    asked = git(base.root, "merge-base", "--fork-point", upstream.tracking, "HEAD")
    began = asked.text if theirs and asked.done else ""
    if began and not repository.is_ancestor(base.root, began, theirs):
        counted = repository.run(base.root, "rev-list", "--count", began, f"^{theirs}", "--")
        raise troubles.rewritten(int(counted), upstream.tracking, began)


def _network(base: Base, *words: str, asks: bool) -> Ran:
    """Run git over the network; where nobody can answer, ssh does not ask either.

    An ssh of the user's own, by setting or surroundings, is left as it is.
    """
    own = {"GIT_SSH_COMMAND", "GIT_SSH"} & os.environ.keys()
    if asks or own or git(base.root, "config", "--get", "core.sshCommand").done:
        return git(base.root, *words, limit=NETWORK, asks=asks)
    ssh = f"ssh -o BatchMode=yes -o ConnectTimeout={_CONNECT}"
    return git(base.root, *words, limit=NETWORK, more={"GIT_SSH_COMMAND": ssh})


def _compare_names(base: Base, upstream: Upstream) -> None:
    """Stop where the others' branch is called otherwise: a second one would part the team."""
    asked = git(base.root, "for-each-ref", "--format=%(refname:lstrip=3)", "refs/remotes")
    names = [name for name in asked.text.split("\n") if name and name != "HEAD"]
    mine = upstream.branch.removeprefix("refs/heads/")
    if names:
        raise troubles.other_branch(names, mine)


def push(base: Base, upstream: Upstream, place: Place, *, asks: bool) -> bool:
    """Send the branch; False when others were quicker, and their work has to be fetched first.

    Raises SyncStopped when the remote refuses it or cannot be reached.
    """
    words = ["push", "--porcelain", *([] if upstream.is_set else ["--set-upstream"]), "--"]
    what = f"{place.branch}:{upstream.branch}"
    ran = _network(base, *words, upstream.remote, what, asks=asks)
    if ran.done:
        return True
    said = ran.text
    if "[rejected]" in said and ("fetch first" in said or "non-fast-forward" in said):
        return False
    if "[remote rejected]" in said and "failed to update ref" in said:
        return False  # two pushed in the same moment
    raise troubles.not_taken(_words(ran))


def _words(ran: Ran) -> str:
    refused = [line for line in ran.text.splitlines() if "[remote rejected]" in line]
    if refused:
        reason = refused[0].rpartition("[remote rejected]")[2].strip(" ()")
        told = [line[8:] for line in ran.said.splitlines() if line.startswith("remote: ")]
        return "; ".join(part.strip() for part in (reason, *told[:3]) if part.strip())
    if ran.last.startswith("failed to push some refs"):  # a hook of this copy, in its own words
        told = [line for line in ran.said.splitlines() if not line.startswith(("error:", "hint:"))]
        return "; ".join(["the hook pre-push refused it", *filter(None, map(str.strip, told[:3]))])
    return ran.last
