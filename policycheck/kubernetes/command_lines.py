"""What a command line gives by name: `--k=v`, `--k v`, `K=v cmd`, options of well-known programs (semantics B1.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from policycheck.kubernetes.secret_names import classify
from policycheck.kubernetes.shell_words import SCRIPT_OPTION, SHELLS, commands
from policycheck.records import Record

if TYPE_CHECKING:
    from policycheck.kubernetes.shell_words import Word


class Given(Record):
    """A value given by name, and the word of the command line that holds it.

    `flag` is how it is written (`--db-password`, `mysql -p`), `name` what it is called (`db-password`, `password`).
    What a shell puts into `value` is written `$(NAME)`. `start` and `end` are a span in the text of that element.
    """

    flag: str
    name: str
    value: str
    element: int
    start: int
    end: int


def without_secrets(elements: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts of a command line without the words that hold what is given under a secret's name."""
    texts = list(elements)
    named = {found[3:] for found in given(elements) if classify(found.name) == "secret"}
    for element, start, end in sorted(named, reverse=True):
        texts[element] = texts[element][:start] + texts[element][end:]
    return tuple(texts)


class _Argument(Record):
    """A word of a command, and the element of the command line it stands in."""

    text: str
    element: int
    start: int
    end: int


_RUNNING_SCRIPTS = SHELLS | {"su"}
_ASSIGNMENT = r"(?sa)-{0,2}([A-Za-z_][\w.\[\]-]*)=(.*\w.*)"
"""A value without a letter or a digit is none: `--token=*)` is a pattern of a shell's `case`."""

_LONG_FLAG = r"(?a)--?(?!no-)([A-Za-z][\w.-]+)"
_HEADER = r"(?sa)([A-Za-z][\w-]*): *(.+)"
_HEADER_FLAGS = frozenset({"-H", "--header"})


class _Option(Record):
    """How a program takes a password.

    `separate`: also as the next word. `user`: as `user:password`. `after`: only behind that subcommand.
    """

    flag: str
    separate: bool = True
    user: bool = False
    after: str = ""


_MYSQL = (_Option("-p", separate=False),)
_MONGO = (_Option("-p"),)
_LOGIN = (_Option("-p", after="login"),)
_LDAP = (_Option("-w"),)
_OPTIONS: Mapping[str, Sequence[_Option]] = {
    "curl": tuple(_Option(flag, user=True) for flag in ("-u", "--user", "-U", "--proxy-user")),
    "etcdctl": (_Option("--user", user=True),),
    "redis-cli": (_Option("-a"),),
    "sshpass": (_Option("-p"),),
    "sqlcmd": (_Option("-P"),),
    "cqlsh": (_Option("-p"),),
    **dict.fromkeys(("mysql", "mysqladmin", "mysqlcheck", "mysqldump", "mysqlimport", "mysqlshow"), _MYSQL),
    **dict.fromkeys(("mariadb", "mariadb-admin", "mariadb-check", "mariadb-dump"), _MYSQL),
    **dict.fromkeys(("mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"), _MONGO),
    **dict.fromkeys(("crane", "docker", "helm", "nerdctl", "oras", "podman", "skopeo"), _LOGIN),
    **dict.fromkeys(("ldapadd", "ldapmodify", "ldappasswd", "ldapsearch", "ldapwhoami"), _LDAP),
}


@lru_cache(maxsize=1024)
def given(elements: tuple[str, ...]) -> tuple[Given, ...]:
    """Return what a command line gives by name: `command` and then `args`, a shell's script read as a shell would.

    Facts, not verdicts: `--port 80` is in it too. Takes linear time.
    """
    line = [_Argument(text, number, 0, len(text)) for number, text in enumerate(elements)]
    return tuple(found for command in _commands(line) for found in _given(command))


def _commands(line: Sequence[_Argument], *, raw: bool = True) -> Iterator[Sequence[_Argument]]:
    """The command line itself without its script, then each command of the script.

    Of a `raw` line the words are whole elements; a script quoted inside a script has its quotation for a place.
    """
    script = _script(line)
    words = [argument for argument in line if argument is not script]
    yield [part for word in words for part in _parts(word)] if raw else words
    if script is None:
        return
    for command in commands(script.text):
        inner = [_inside(script, word) if raw else script._replace(text=word.text) for word in command]
        yield from _commands(inner, raw=False)


def _script(line: Sequence[_Argument]) -> _Argument | None:
    """The word that a shell is told to run: `sh -ec SCRIPT`, also where an image's entrypoint is the shell."""
    shells = [place for place, word in enumerate(line) if word.text.rpartition("/")[2] in _RUNNING_SCRIPTS]
    for place in range(shells[0] + 1 if shells else 0, len(line) - 1 if shells else min(1, len(line) - 1)):
        if re.fullmatch(SCRIPT_OPTION, line[place].text):
            return line[place + 1]
    return None


def _inside(script: _Argument, word: Word) -> _Argument:
    return _Argument(word.text, script.element, word.start, word.end)


def _parts(argument: _Argument) -> Sequence[_Argument]:
    """`--requirepass $(PW)` in one element is meant as two."""
    flag, space, value = argument.text.partition(" ")
    if not (space and re.fullmatch(_LONG_FLAG, flag)):
        return (argument,)
    return argument._replace(text=flag), argument._replace(text=value.strip())


def _given(command: Sequence[_Argument]) -> Iterator[Given]:
    program = ""
    for place, word in enumerate(command):
        called = word.text.rpartition("/")[2]
        program = called if called in _OPTIONS else program
        following = command[place + 1] if place + 1 < len(command) else None
        if following is None or following.text.startswith("-"):
            following = None
        options = [option for option in _OPTIONS.get(program, ()) if _applies(option, command[:place])]
        taken = [found for option in options for found in _option(program, option, word, following)]
        yield from taken or (*_assigned(word), *_flagged(word, following))


def _applies(option: _Option, before: Sequence[_Argument]) -> bool:
    return not option.after or any(word.text == option.after for word in before)


def _assigned(word: _Argument) -> Iterator[Given]:
    """`NAME=value` with or without dashes; of `--set=a.b=x,c=y` or `--env=NAME=x` also what is inside."""
    found = re.fullmatch(_ASSIGNMENT, word.text) if "=" in word.text else None
    if found is None:
        return
    name, value = found.groups()
    yield _of(word, word.text[: found.start(2) - 1], name, value)
    if classify(name) != "secret":
        for part in value.split(","):
            inner = re.fullmatch(_ASSIGNMENT, part)
            if inner is not None:
                yield _of(word, inner[1], inner[1], inner[2])


def _flagged(word: _Argument, following: _Argument | None) -> Iterator[Given]:
    """`--name value`; a flag before another one, or the last word, is a switch."""
    if following is None:
        return
    flag = re.fullmatch(_LONG_FLAG, word.text) if word.text.startswith("-") else None
    if flag is not None:
        yield _of(following, word.text, flag[1], following.text)
    if word.text in _HEADER_FLAGS and (header := re.fullmatch(_HEADER, following.text)):
        yield _of(following, f"{word.text} {header[1]}", header[1], header[2])


def _option(program: str, option: _Option, word: _Argument, following: _Argument | None) -> Iterator[Given]:
    if word.text == option.flag:
        holder, value = (following, following.text) if following and option.separate else (None, "")
    else:
        holder, value = word, _attached(word.text, option.flag)
    if option.user:
        value = value.partition(":")[2]
    if holder is not None and value:
        yield _of(holder, f"{program} {option.flag}", "password", value)


def _attached(text: str, flag: str) -> str:
    """What is written right behind a flag: `-pXYZ`, `--user=a:b`."""
    written = f"{flag}=" if flag.startswith("--") else flag
    return text.removeprefix(written) if text.startswith(written) else ""


def _of(word: _Argument, flag: str, name: str, value: str) -> Given:
    return Given(flag, name, value, word.element, word.start, word.end)
