"""Surveys of the bundled policies, each made once in a process: half a minute of judging mutants."""

from __future__ import annotations

from functools import cache

from policycheck.authoring.mutation.survey import Survey, survey
from policycheck.language.library import bundled_policies
from policycheck.model import Policy

BUNDLED = tuple(bundled_policies(examples=True))


def survey_of(policy: Policy) -> Survey:
    """The survey of one of BUNDLED."""
    return _surveyed(next(number for number, one in enumerate(BUNDLED) if one is policy))


@cache
def _surveyed(number: int) -> Survey:
    return survey(BUNDLED[number])
