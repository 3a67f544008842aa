"""What `extends` names: a bundled profile, an installed package, or a path. All of it data, never code that is run."""

from __future__ import annotations

import os
from typing import NoReturn

from policycheck.config.packages import package_folder, package_names
from policycheck.config.settings import Settings, Written, read_settings
from policycheck.errors import ConfigError, ManifestError, UsageError, did_you_mean
from policycheck.exact_yaml.reader import read
from policycheck.language.library import CONFIG_FILE, PROFILES, bundled_folder, policy_files
from policycheck.records import Record

_OF_A_POLICY = frozenset({"apiVersion", "id"})


class Extended(Record):
    """Settings, of which the last to say something wins, and files and folders of policies."""

    files: tuple[Settings, ...]
    policies: tuple[str, ...]


def extended(path: str) -> Extended:
    """A file and all that it extends: what is extended stands before what extends it, each once.

    ConfigError for what cannot be found or read, and for files that extend each other.
    """
    walk = _Walk()
    walk.add_settings(path, _content(path), ())
    return Extended(tuple(walk.files), tuple(walk.policies))


class _Walk:
    def __init__(self) -> None:
        self.files: list[Settings] = []
        self.policies: list[str] = []
        self.seen: set[str] = set()

    def add_settings(self, path: str, text: bytes, within: tuple[str, ...]) -> None:
        """`within` are the files that led here."""
        settings = read_settings(text, path)
        for entry in settings.extends:
            self.add(entry, settings, (*within, path))
        self.files.append(settings)

    def add(self, entry: Written, settings: Settings, within: tuple[str, ...]) -> None:
        """What one entry names: a folder may hold policies, settings, or both."""
        place = _place(entry, settings)
        file = _settings_file(place) if os.path.isdir(place) else place
        if file != place and policy_files(place, required=False):
            self.policies.append(place)
        elif file is None:
            _refuse(settings, entry, f'"{entry.value}" holds no policy and no {CONFIG_FILE}')
        if file is not None:
            _refuse_circle(file, within, settings, entry)
            self.add_file(file, within)

    def add_file(self, path: str, within: tuple[str, ...]) -> None:
        """A file that was met before has its place in the order already."""
        real = os.path.realpath(path)
        if real in self.seen:
            return
        self.seen.add(real)
        text = _content(path)
        if _is_policy(text):
            self.policies.append(path)
        else:
            self.add_settings(path, text, within)


def _place(entry: Written, settings: Settings) -> str:
    """A path is one that looks like it; any other word is a bundled profile, else an installed package."""
    name = entry.value
    if name.startswith(".") or "/" in name or os.sep in name:
        path = os.path.normpath(os.path.join(os.path.dirname(settings.source), name))
        if not (os.path.isfile(path) or os.path.isdir(path)):
            _refuse(settings, entry, f'"{name}" is no file and no folder (looked for {path}; nothing is downloaded)')
        return path
    profile = os.path.join(bundled_folder(), PROFILES, f"{name}.yaml")
    if os.path.isfile(profile):
        return profile
    try:
        folder = package_folder(name)
    except UsageError as error:
        _refuse(settings, entry, error.message)
    if folder is None:
        near = did_you_mean(name, [*_profiles(), *package_names()])
        hint = near or "; install the package that brings it, or write a path as ./path"
        _refuse(settings, entry, f'"{name}" is no bundled profile and no installed package{hint}')
    return folder


def _refuse_circle(path: str, within: tuple[str, ...], settings: Settings, entry: Written) -> None:
    reals = [os.path.realpath(file) for file in within]
    if os.path.realpath(path) in reals:
        circle = " -> ".join((*within[reals.index(os.path.realpath(path)) :], path))
        _refuse(settings, entry, f'"{entry.value}" closes a circle: {circle}; remove one of these')


def _settings_file(folder: str) -> str | None:
    file = os.path.normpath(os.path.join(folder, CONFIG_FILE))
    return file if os.path.isfile(file) else None


def _profiles() -> list[str]:
    folder = os.path.join(bundled_folder(), PROFILES)
    return [os.path.splitext(name)[0] for name in sorted(os.listdir(folder))] if os.path.isdir(folder) else []


def _is_policy(text: bytes) -> bool:
    try:
        body = read(text).body
    except ManifestError:
        return False
    return isinstance(body, dict) and not _OF_A_POLICY.isdisjoint(body)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror}); check the path", source=path) from None


def _refuse(settings: Settings, entry: Written, message: str) -> NoReturn:
    raise settings.root.error(f"`extends`: {message}", *entry.path)
