#!/usr/bin/env python3
"""Validates runs' summary.json files against the published schema (needs `pip install jsonschema`).

usage: check-summaries.py SUMMARY.json...

Also checks what a schema can't say: that causes add up, and that no key is undocumented.
"""

import json
import pathlib
import sys

import jsonschema

root = pathlib.Path(__file__).resolve().parent.parent
schema = json.loads((root / "examples" / "summary.schema.json").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def problems(summary):
    for error in validator.iter_errors(summary):
        yield f"{'.'.join(map(str, error.absolute_path)) or '(top level)'}: {error.message}"
    documented = schema["properties"]
    for key in summary:
        if key not in documented:
            yield f"{key}: is not in the schema"
    for layer in summary["layers"]:
        for key in layer:
            if key not in documented["layers"]["items"]["properties"]:
                yield f"layers: {key}: is not in the schema"
    if sum(summary["attribution"].values()) != summary["cycles"] * summary["arrays"]:
        yield "attribution: doesn't add up to cycles times arrays"
    energy = summary["energy_joules"]
    if energy:
        parts = sum(joules or 0 for cause, joules in energy.items() if cause != "total")
        layers = sum(layer["energy_joules"]["total"] for layer in summary["layers"])
        for what, joules in ("causes", parts), ("layers", layers):
            if abs(joules - energy["total"]) > 1e-9 * energy["total"]:
                yield f"energy_joules: the {what} don't add up to the total"


failures = 0
for path in map(pathlib.Path, sys.argv[1:]):
    for problem in problems(json.loads(path.read_text(encoding="utf-8"))):
        print(f"{path}: {problem}", file=sys.stderr)
        failures += 1
sys.exit(1 if failures or len(sys.argv) < 2 else 0)
