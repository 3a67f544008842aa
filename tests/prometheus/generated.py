"""Steps of relabelling and labels to carry them out over, drawn with a fixed seed: the same in each run."""

from __future__ import annotations

from random import Random

from policycheck.model import Value

NAMES = ("a", "b", "app", "path", "__meta_x", "__meta_pod_label_app", "__tmp_y", "le", "instance2")
VALUES = ("", "1", "web", "Web-9", "/users/123", "a;b", "x.y", "10.0.0.7:80", "ä", "true")
PATTERNS = (
    *("(.*)", "(.+)", "web", "(?i)WEB", "([a-z]+)-?(\\d*)", "a;b", "(a|b);(.*)", "/users/[0-9]+", "", ".", "[^;]*;?.*"),
    *("__meta_(.+)", "__meta_pod_label_(.+)", "a.*|path", "__tmp_.*", "(?P<first>.)(.*)", "true|1", "\\w+", "b|le"),
)
REPLACEMENTS = ("$1", "${1}", "$1-$2", "x", "", "$$1", "${first}", "$1x", "/users/:id", "$0", "$9", "pre_$1", "a$")
TARGETS = ("a", "b", "app", "new", "__tmp_y", "$1", "x_${1}", "path", "A1")
ACTIONS = (
    *("replace", "replace", "replace", "keep", "drop", "keepequal", "dropequal", "hashmod", "labelmap", "labeldrop"),
    *("labelkeep", "lowercase", "uppercase"),
)


def labels(random: Random) -> dict[str, str]:
    return {name: random.choice(VALUES) for name in random.sample(NAMES, random.randint(0, 6))}


def step(random: Random) -> dict[str, Value]:
    """A step with the fields its action wants, or nearly so."""
    action = random.choice(ACTIONS)
    found: dict[str, Value] = {"action": action} if action != "replace" or random.random() < 0.5 else {}
    if action not in {"labelmap", "labeldrop", "labelkeep"}:
        found["source_labels"] = random.sample(NAMES, random.randint(0, 3))
    if action in {"replace", "lowercase", "uppercase", "keepequal", "dropequal", "hashmod"}:
        found["target_label"] = random.choice(TARGETS)
    if action in {"replace", "keep", "drop", "labelmap", "labeldrop", "labelkeep"}:
        found["regex"] = random.choice(PATTERNS)
    if action in {"replace", "labelmap"}:
        found["replacement"] = random.choice(REPLACEMENTS)
    if action == "hashmod":
        found["modulus"] = random.choice([1, 2, 7, 1000])
    if action in {"replace", "keep"} and random.random() < 0.2:
        found["separator"] = random.choice(["", "-", ";;"])
    return found


def any_step(random: Random) -> dict[str, Value]:
    """A step with fields too many, too few or wrong."""
    found = step(random)
    for field, values in (
        ("source_labels", [["a"], []]),
        ("separator", [";", "-"]),
        ("target_label", ["", "a-b", "9a", "$1", "${1}b", "a$", "é", "a"]),
        ("regex", ["(?!x)", "(", "(.*)", "a{1001}", "\\1", "a)(b", "[[:alpha:]]"]),
        ("modulus", [0, 3]),
        ("replacement", ["$1", "x", "", "a b", "1", "${1}"]),
        ("action", ["Replace", "REPLACE", "labelMap", "nope", "HASHMOD", ""]),
    ):
        if random.random() < 0.15:
            found[field] = random.choice(values)
        elif random.random() < 0.05:
            found.pop(field, None)
    return found
