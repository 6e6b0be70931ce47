#!/usr/bin/env python3
"""Validates every hardware profile against the published JSON Schema (needs `pip install jsonschema`)."""

import json
import pathlib
import sys

import jsonschema

folder = pathlib.Path(__file__).resolve().parent.parent / "hardware-profiles"
schema = json.loads((folder / "profile.schema.json").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

failures = 0
for path in sorted(folder.glob("*.json")):
    if path.name == "profile.schema.json":
        continue
    for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
        place = ".".join(map(str, error.absolute_path)) or "(top level)"
        print(f"{path.name}: {place}: {error.message}", file=sys.stderr)
        failures += 1
sys.exit(1 if failures else 0)
