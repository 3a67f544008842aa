"""What git knows of a change. The user's checkout and index are only read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from policycheck.errors import UsageError
from policycheck.records import Record

_LINK, _SUBMODULE = "120000", "160000"

_FOREIGN = "detected dubious ownership"
"""What git says of a repository that is another user's, as it is in many a container."""

_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class Entry(Record):
    """A file of a tree, by its path from the repository's root."""

    path: str
    is_link: bool
    is_submodule: bool


class Moved(Record):
    """A file that a change touched: `before` is None for one that is new, `after` for one that is gone."""

    before: str | None
    after: str | None


class Repository(Record):
    """`top` is the root of its working tree."""

    top: str

    def commit(self, ref: str) -> str:
        """The commit that a ref means; UsageError for a ref that means none."""
        found = None if ref.startswith("-") else self._try("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        if found:
            return found.strip()
        advice = "; `git branch --all` lists the branches"
        if ref == "HEAD":
            advice = ": this repository has none yet; `policycheck check` looks at all that there is"
        elif os.path.exists(ref):
            advice = "; it is a path, and of paths two folders of renders are compared: BASE and HEAD"
        elif self.is_shallow:
            fetch = f"git fetch origin {ref.removeprefix('origin/')}"
            advice = f"; this clone is shallow: `{fetch}`, or fetch-depth: 0 in actions/checkout"
        raise UsageError(f'no commit is called "{ref}"{advice}')

    def parting(self, base: str, head: str) -> str:
        """The commit at which `head` left `base`; UsageError where the clone does not reach back so far."""
        found = self._try("merge-base", self.commit(base), self.commit(head))
        if found:
            return found.split()[0]
        if self.is_shallow:
            raise UsageError(
                f"this clone is shallow and does not hold the commit at which {head} left {base}; "
                "`git fetch --unshallow`, or fetch-depth: 0 in actions/checkout"
            )
        raise UsageError(f"{base} and {head} have no commit in common; name another base")

    @property
    def is_shallow(self) -> bool:
        return (self._try("rev-parse", "--is-shallow-repository") or "").strip() == "true"

    def short(self, commit: str) -> str:
        return self.run("rev-parse", "--short", commit).strip()

    def changes(self, base: str, head: str | None) -> list[Moved]:
        """The files in which two commits differ; without a head those in which the working tree does."""
        refs = [base] if head is None else [base, head]
        words = self.run("diff", "--name-status", "-z", "-M", "--no-ext-diff", *refs, "--").split("\0")
        found: list[Moved] = []
        while len(words) > 1:
            status, path = words.pop(0), words.pop(0)
            after = words.pop(0) if status[0] in "RC" else path
            found.append(Moved(None if status[0] in "AC" else path, None if status[0] == "D" else after))
        untracked = self._paths("ls-files", "--others", "--exclude-standard", "-z") if head is None else []
        return [*found, *(Moved(None, path) for path in untracked)]

    def entries(self, commit: str | None) -> list[Entry]:
        """The files of a commit; without one those of the working tree that git would add."""
        if commit is None:
            paths = self._paths("ls-files", "--cached", "--others", "--exclude-standard", "-z")
            full = [(path, os.path.join(self.top, path)) for path in dict.fromkeys(paths)]
            return [
                Entry(path, os.path.islink(file), os.path.isdir(file)) for path, file in full if os.path.lexists(file)
            ]
        rows = (row.partition("\t") for row in self._paths("ls-tree", "-r", "-z", "--full-tree", commit))
        return [Entry(path, mode.startswith(_LINK), mode.startswith(_SUBMODULE)) for mode, _, path in rows]

    def checkout(self, commit: str, folder: str, index: str) -> Checkout:
        """A commit whose files can be written into the folder, by an index of ours: git's own stays as it is."""
        self.run("read-tree", commit, environment={"GIT_INDEX_FILE": index})
        return Checkout(self, folder, index)

    def run(self, *arguments: str, text: str | None = None, environment: Mapping[str, str] | None = None) -> str:
        """What a git command prints; UsageError with what it said where it failed."""
        done = _git(self.top, arguments, text, environment or {})
        if done.returncode:
            raise UsageError(f"git {arguments[0]}: {_said(done)}")
        return _decoded(done.stdout)

    def _try(self, *arguments: str) -> str | None:
        done = _git(self.top, arguments, None, {})
        return None if done.returncode else _decoded(done.stdout)

    def _paths(self, *arguments: str) -> list[str]:
        return [path for path in self.run(*arguments).split("\0") if path]


class Checkout(Record):
    """The folder that files of a commit are written into, and the file with the commit's index."""

    repository: Repository
    folder: str
    index_file: str

    def write(self, paths: Sequence[str]) -> None:
        """Write these files of the commit, none of which is there."""
        own = {"GIT_INDEX_FILE": self.index_file}
        into = f"--prefix={os.path.join(self.folder, '')}"
        names = "".join(f"{path}\0" for path in paths)
        self.repository.run("checkout-index", "-z", "--stdin", into, text=names, environment=own)


def repository(folder: str) -> Repository:
    """The repository around a folder; UsageError where there is none, or no git."""
    done = _git(folder, ("rev-parse", "--show-toplevel"), None, {})
    if done.returncode:
        said = _said(done)
        if "not a git repository" in said:
            advice = "run it in a clone, or compare two folders of renders: `policycheck diff BEFORE AFTER`"
            raise UsageError(f"this folder is in no git repository; {advice}")
        advice = f"; `git config --global --add safe.directory {os.path.abspath(folder)}`" if _FOREIGN in said else ""
        raise UsageError(f"git: {said}{advice}")
    return Repository(_decoded(done.stdout).rstrip("\n"))


def _git(
    folder: str, arguments: Sequence[str], text: str | None, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - git, with arguments of ours
            ["git", *arguments],  # noqa: S607 - the one on PATH, as for every other tool
            cwd=folder,
            input=(text or "").encode(errors="surrogateescape"),
            capture_output=True,
            check=False,
            env={**os.environ, **_QUIET, **environment},
        )
    except FileNotFoundError:
        advice = "install it, or compare two folders of renders: `policycheck diff BEFORE AFTER`"
        raise UsageError(f"there is no git on PATH; {advice}") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = _decoded(done.stderr).strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"exit status {done.returncode}"


def _decoded(output: bytes) -> str:
    return output.decode(errors="surrogateescape")
