"""How hard Hypothesis tries: an ordinary run looks everywhere a little, `--hypothesis-profile=thorough` ten times that.

Examples are drawn anew in each run, so that many runs see as much as a long one.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

_ORDINARY = 50
"""Examples of a property that asks for no number of its own."""


def register_profiles() -> None:
    """Make both known, and the ordinary one hold. There is no deadline: a busy machine is no failure."""
    settings.register_profile("ordinary", max_examples=_ORDINARY, deadline=None)
    settings.register_profile("thorough", max_examples=10 * _ORDINARY, deadline=None)
    settings.load_profile("ordinary")


def scaled(number: int) -> int:
    """So many in an ordinary run, as many times that as the profile asks for."""
    profile = settings.default
    assert profile is not None
    return number * profile.max_examples // _ORDINARY


def tries(number: int, *, but_for: tuple[HealthCheck, ...] = ()) -> settings:
    """So many examples in an ordinary run; without these health checks.

    Few where one is a whole check of all policies, more where what is looked for is rare among many.
    """
    return settings(max_examples=scaled(number), suppress_health_check=but_for)
