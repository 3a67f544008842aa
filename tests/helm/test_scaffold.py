"""Our knowledge of `helm create` is what Helm says: POLICYCHECK_UPDATE_CASES=1 writes it anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

from policycheck.helm.scaffold import _DATA, scaffold
from tests.conftest import _helms
from tests.helm.created import scaffold_of


def test_the_scaffold_is_that_of_every_helm() -> None:
    helms = [helm for helm in _helms() if helm]
    assert helms, "no helm in .tools/ and none on PATH; run ci/tools"
    made = sorted(one for prints in {scaffold_of(helm) for helm in helms} for one in prints)
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        Path(_DATA).write_text(json.dumps(sorted(set(made)), indent=0) + "\n", encoding="utf-8")
        scaffold.cache_clear()
    assert sorted(scaffold()) == sorted(set(made))
