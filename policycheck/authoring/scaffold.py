"""A new policy file: every key with what it is for, and examples that fail until its author has filled it in."""

from __future__ import annotations

import json
import os
import re
import textwrap

from policycheck.errors import UsageError
from policycheck.language import policy_file
from policycheck.language.library import PROFILES, bundled_policies

_WIDTH = 100

_TEMPLATE = """\
#? apiVersion
apiVersion: {api_version}
#? id
id: {id}
#? title
title: TODO what holds where this policy passes
#? severity
severity: warning
#? default
default: on
#? breaks
# breaks: traffic
#? tags
# tags: [house]
#? rationale
rationale: TODO what goes wrong otherwise.
#? remediation
remediation: TODO what to change.
#? references
# references: [https://example.com/why]
#? params
# params:
#   minimum: {type: integer, minimum: 1, default: 2}
#? match
match:
  #? match.kind
  kind: Deployment
  #? match.apiVersion
  # apiVersion: apps/v1
  #? match.name
  # name: web-*
  #? match.namespace
  # namespace: shop
  #? match.labels
  # labels: {app: web}
  #? match.pod
  # pod: any
  #? match.hooks
  # hooks: include
#? foreach
# foreach: $containers
#? when
# when: ports
#? assert
assert: metadata.annotations.todo   # TODO try it on a render first: policycheck eval 'EXPR' FILE
#? schema
# schema: {required: [metadata]}
#? at
at: metadata.annotations.todo
#? message
message: "{{ kind }}/{{ metadata.name }} TODO what is wrong with it"
#? fix
# fix: "annotations: {todo: done}"
#? examples
examples:
  #? examples.pass
  pass:
    #? example.name
    - name: TODO a case that is as it should be
      #? example.container
      # container: {ports: [{containerPort: 8080}]}
      #? example.pod
      # pod: {containers: [{name: web, image: web:1}]}
      #? example.spec
      # spec: {replicas: 2}
      #? example.manifest
      manifest: |
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
      #? example.files
      # files: {Chart.yaml: "{apiVersion: v2, name: orders, version: 1.0.0}", values.yaml: "replicas: 2"}
      #? example.params
      # params: {minimum: 3}
      #? example.kubeVersion
      # kubeVersion: "1.33"
      #? example.namespace
      # namespace: shop
  #? examples.fail
  fail:
    - name: TODO a case that is not
      spec: {replicas: 1}
      #? example.at
      at: [replicas]
  #? examples.skip
  # skip:
  #   - name: another kind
  #     manifest: |
  #       apiVersion: v1
  #       kind: Service
  #       metadata: {name: web}
#? equivalent
# equivalent:
#   - mutant: drop when
#     reason: what no example can show
"""


def scaffold(policy_id: str) -> str:
    """The text of a policy file whose examples do not hold yet. Each key is explained as the editors' schema does."""
    descriptions = _descriptions()
    text = _TEMPLATE.replace("{api_version}", policy_file.API_VERSION).replace("{id}", policy_id)
    return re.sub(r"(?m)^( *)#\? (\S+)$", lambda key: _comment(descriptions[key[2]], key[1]), text).lstrip()


def _descriptions() -> dict[str, str]:
    """What the schema says of every key; those of `match` as `match.kind`, those of an example as `example.at`."""
    path = os.path.join(os.path.dirname(policy_file.__file__), "policy.schema.json")
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    keys, example = schema["properties"], schema["$defs"]["example"]
    nested = {
        f"{parent}.{key}": value
        for parent, of_parent in (("match", keys["match"]), ("examples", keys["examples"]), ("example", example))
        for key, value in of_parent["properties"].items()
    }
    return {key: value["description"] for key, value in {**keys, **nested}.items()}


def _comment(text: str, indent: str) -> str:
    """The text as comment lines; those of a top-level key after an empty line."""
    start = f"{indent}# "
    filled = textwrap.fill(text, _WIDTH, initial_indent=start, subsequent_indent=start, break_on_hyphens=False)
    return filled if indent else f"\n{filled}"


def write_policy(policy_id: str, *, area: str, folder: str) -> str:
    """Write FOLDER/AREA/ID.yaml and return its path; UsageError for a word that cannot be a name, or is taken."""
    _refuse_names(policy_id, area)
    path = os.path.join(folder, area, f"{policy_id}.yaml")
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(scaffold(policy_id))
    except FileExistsError:
        raise UsageError("this file is there already; edit it, or choose another id", source=path) from None
    except OSError as error:
        advice = "name a folder that may be written to with --in"
        raise UsageError(f"cannot be written ({error.strerror}); {advice}", source=path) from None
    return path


def _refuse_names(policy_id: str, area: str) -> None:
    for noun, word in (("id", policy_id), ("area", area)):
        if not policy_file.ID.fullmatch(word):
            raise UsageError(f'"{word}" is no {noun}; write lower-case words joined by hyphens, as memory-limit-set')
    if area == PROFILES:
        raise UsageError(f'a folder "{PROFILES}" holds settings, not policies; choose another area')
    for policy in bundled_policies(examples=False):
        if policy.id == policy_id:
            raise UsageError(f'the id "{policy_id}" is taken by a bundled policy; choose another')
