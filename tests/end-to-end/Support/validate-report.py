"""Checks reports against the schema with a validator that shares no code with the program: validate-report.py SCHEMA REPORT..."""
import json
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
problems = [
    f"{path}: /{'/'.join(str(part) for part in error.path)}: {error.message}"
    for path in sys.argv[2:]
    for error in validator.iter_errors(json.load(open(path, encoding="utf-8")))
]
print("\n".join(problems))
sys.exit(1 if problems else 0)
