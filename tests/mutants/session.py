"""A session of cosmic-ray: which mutants there are, which are tried, and what became of them."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkerOutcome, WorkItem, WorkResult

from .mutant import Mutant
from .notes import EQUIVALENT, Note
from .report import outcome

SERVER = Path("tests/suite/other_server")
MODULES = tuple(SERVER / f"{name}.py" for name in ("fields", "plan", "sms", "submission", "wire"))


def start(session: Path, seed: int, size: int) -> None:
    """Find all mutants, and keep those that the seed chooses."""
    with use_db(str(session)) as database:
        init(MODULES, database, {})
        items = sorted(_real(database), key=_place)
        database.clear()
        database.add_work_items(random.Random(seed).sample(items, size))


def _place(item: WorkItem) -> tuple[str, str, int]:
    mutation = item.mutations[0]
    return str(mutation.module_path), mutation.operator_name, mutation.occurrence


def _real(database: WorkDB) -> Iterator[WorkItem]:
    """Leave out what Python reads as the same: annotations are never evaluated here."""
    seen = {_meaning(path.read_text()) for path in MODULES}
    for item in database.work_items:
        mutation = item.mutations[0]
        operator = get_operator(mutation.operator_name)()
        try:
            code = mutate_code(mutation.module_path.read_text(), operator, mutation.occurrence)
            meaning = _meaning(code)
        except (AttributeError, SyntaxError):  # a place that cosmic-ray can't mutate
            continue
        if meaning not in seen:
            seen.add(meaning)
            yield item


def _meaning(code: str) -> str:
    return ast.dump(_WithoutAnnotations().visit(ast.parse(code)))


class _WithoutAnnotations(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant(None)
        return self.generic_visit(node)


def resume(session: Path, noted: Sequence[Note] | None) -> None:
    """Have those tried again that a worker didn't come to.

    With notes also those that weren't found, but for equivalent ones: nothing finds them.
    """
    with use_db(str(session), mode=WorkDB.Mode.open) as database:
        items, done = database.work_items, database.completed_work_items
        database.clear()
        database.add_work_items(items)
        for item, result in done:
            if result.worker_outcome is WorkerOutcome.NORMAL and (
                noted is None or _is_settled(_mutant(item, result), noted)
            ):
                database.set_result(item.job_id, result)


def _is_settled(mutant: Mutant, noted: Sequence[Note]) -> bool:
    return bool(mutant.red) or outcome(mutant, noted) == EQUIVALENT


def waiting(session: Path) -> int:
    """Return how many are still to be tried."""
    with use_db(str(session), mode=WorkDB.Mode.open) as database:
        return len(database.pending_work_items)


def judged(session: Path) -> list[Mutant]:
    """Return the mutants that were tried."""
    with use_db(str(session), mode=WorkDB.Mode.open) as database:
        done = sorted(database.completed_work_items, key=lambda one: _place(one[0]))
    return [_mutant(item, result) for item, result in done]


def _mutant(item: WorkItem, result: WorkResult) -> Mutant:
    mutation = item.mutations[0]
    diff = (result.diff or "").splitlines()
    changed = [line for line in diff if not line.startswith(("---", "+++"))]
    before, after = (
        "\n".join(line[1:].strip() for line in changed if line.startswith(sign)) for sign in "-+"
    )
    told: dict[str, Any] = {"exit": None, "red": []}
    if (result.output or "").startswith("{"):
        told = json.loads(result.output)
    return Mutant(
        mutation.operator_name.removeprefix("core/"),
        mutation.module_path.name,
        mutation.start_pos[0],
        before,
        after,
        told["exit"],
        tuple(told["red"]),
    )
