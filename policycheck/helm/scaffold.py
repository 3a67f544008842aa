"""What `helm create` writes into every new chart: alike everywhere, and copied from nobody."""

from __future__ import annotations

import json
import os
from functools import cache

from policycheck.helm.copies import Prints

_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scaffold.json")


@cache
def scaffold() -> Prints:
    """The fingerprints of its templates, of Helm 3 and of Helm 4; a test makes them anew."""
    with open(_DATA, encoding="utf-8") as file:
        return frozenset(json.load(file))
