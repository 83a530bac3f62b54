"""Checks every package's licence against .ci/deny.toml where cargo-deny is not installed.

An expression passes if one side of each OR passes and both sides of each AND do.
"""
import subprocess
import sys
import tomllib

with open(".ci/deny.toml", "rb") as file:
    rules = tomllib.load(file)
allowed = set(rules["licenses"]["allow"])
exceptions = {e["crate"]: set(e["allow"]) for e in rules["licenses"]["exceptions"]}
banned = {e["crate"] for e in rules["bans"]["deny"] if ":" not in e["crate"]}


def passes(expression, names):
    expression = expression.replace("/", " OR ").replace("(", " ").replace(")", " ")
    parts = [part.strip() for part in expression.split(" AND ")]
    return all(any(one.strip() in names for one in part.split(" OR ")) for part in parts)


tree = subprocess.run(
    ["cargo", "tree", "--locked", "--edges", "normal,build,dev", "--prefix", "none", "--format", "{p}|{l}"],
    check=True, capture_output=True, text=True,
).stdout
bad = set()
packages = {line.removesuffix(" (*)") for line in tree.splitlines() if line}
for package in packages:
    title, licence = package.split("|")
    name = title.split()[0]
    if not passes(licence or "none", allowed | exceptions.get(name, set())):
        bad.add(f"{name}: licence {licence or 'none'} is not on the list of .ci/deny.toml")
    if name in banned:
        bad.add(f"{name}: banned by .ci/deny.toml")
    if "(http" in title or "git+" in title:
        bad.add(f"{title}: does not come from the registry")
print(f"{len(packages)} packages, {len(bad)} against the list")
sys.exit("\n".join(sorted(bad)) if bad else 0)
