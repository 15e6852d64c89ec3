"""What can be imported, by module. `python -m tests.project.public_names` keeps it for the version.

Read and not imported: the kit registers its hooks when it is, and Locust patches sockets.
"""

from __future__ import annotations

import ast
import json
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("public_names.toml")
MODULES = (
    "sinch_batches",
    "sinch_batches_client",
    "sinch_batches_client.models",
    "sinch_batches_contract",
    "sinch_batches_contract.load",
    "sinch_batches_contract.schemathesis",
    "sinch_batches_server",
    "sinch_batches_server.testing",
)
_FOLDERS = ("generated", "overlays", "contract_tests", "reference_server")


def public_names() -> dict[str, list[str]]:
    """Return what each module exports, sorted."""
    return {module: sorted(_exported(_file_of(module))) for module in MODULES}


def _file_of(module: str) -> Path:
    path = module.replace(".", "/")
    ends = (f"{path}/__init__.py", f"{path}.py")
    files = [ROOT / folder / end for folder in _FOLDERS for end in ends]
    return next(file for file in files if file.exists())


def _exported(file: Path) -> list[str]:
    for node in ast.parse(file.read_text("utf-8")).body:
        if ast.unparse(node).startswith("__all__"):
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            assert node.value
            return list(ast.literal_eval(node.value))
    raise ValueError(f"{file} doesn't say what is public")


def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])


def document(version: str, names: dict[str, list[str]]) -> str:
    lines = [f'version = "{version}"', "", "[names]"]
    for module, exported in names.items():
        lines += [f'"{module}" = [', *(f"  {json.dumps(name)}," for name in exported), "]"]
    return "\n".join(["# Written by `python -m tests.project.public_names`.", *lines, ""])


if __name__ == "__main__":
    LIST.write_text(document(version(), public_names()), "utf-8")
