"""The pages for people: what this server is (`/`), and openapi.yaml to read and try (`/docs`)."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from sinch_batches_client import spec_path

from .. import _settings as settings
from . import spec

if TYPE_CHECKING:
    from starlette.requests import Request

_RENDERER = "mkdocs_swagger_ui_tag"
"""The package whose files hold Swagger UI; none of its code is run."""

_POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
}
"""Pages load from this server only, and browsers hold them to it."""

_PAGES = Path(__file__).parent / "pages"
_METHODS = ("get", "post", "put", "delete")


def routes(known: settings.Settings) -> list[BaseRoute]:
    """Return the routes of the pages.

    Args:
        known: the settings; the pages show the demo plan and token, but none that was set.

    """

    async def front(request: Request) -> Response:
        page = front_page(str(request.base_url).rstrip("/"), _shown_access(known))
        return Response(page, media_type="text/html", headers=_POLICY)

    async def document(_: Request) -> Response:
        return Response(_document_for_trying(), media_type="application/json")

    async def original(_: Request) -> Response:
        return FileResponse(spec_path(), media_type="application/yaml")

    return [
        Route("/", front),
        Route("/docs", _file(_PAGES / "docs.html")),
        Route("/docs/start.js", _file(_PAGES / "start.js")),
        Route("/docs/openapi.json", document),
        Route("/docs/swagger-ui.js", _of_renderer("javascripts/swagger-ui-bundle.js")),
        Route("/docs/swagger-ui.css", _of_renderer("stylesheets/swagger-ui.css")),
        Route("/openapi.yaml", original),
    ]


def _file(path: Path) -> Any:
    async def answer(_: Request) -> Response:
        return FileResponse(path, headers=_POLICY)

    return answer


def _of_renderer(name: str) -> Any:
    async def answer(_: Request) -> Response:
        return FileResponse(renderer() / "swagger-ui" / name)

    return answer


@cache
def renderer() -> Path:
    """Find the package with the files of Swagger UI.

    Raises:
        ModuleNotFoundError: it isn't installed.

    """
    found = find_spec(_RENDERER)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(_RENDERER, name=_RENDERER)
    return Path(found.origin).parent


@cache
def _document_for_trying() -> bytes:
    """Return openapi.yaml as JSON, with this server in the place of Sinch's."""
    known = spec.document()
    here = {"url": "/", "description": "This server."}
    paths = {path: _with_parameters(item) for path, item in known["paths"].items()}
    return json.dumps(known | {"servers": [here], "paths": paths}).encode()


def _with_parameters(item: dict[str, Any]) -> dict[str, Any]:
    """Repeat what all operations of a path share in each: Swagger UI loses references there."""
    known = spec.document()["components"]["parameters"]
    shared = [known[parameter["$ref"].rpartition("/")[2]] for parameter in item["parameters"]]
    return {
        method: operation | {"parameters": [*shared, *operation.get("parameters", [])]}
        for method, operation in item.items()
        if method in _METHODS
    }


def _shown_access(known: settings.Settings) -> tuple[str, str]:
    """Return the plan id and token to show: those of the demo, or what stands for others."""
    if known.has_demo:
        return settings.DEMO_PLAN, settings.DEMO_TOKEN
    return "$SERVICE_PLAN_ID", "$API_TOKEN"


def front_page(base_url: str, access: tuple[str, str]) -> str:
    """Write the page that tells what this server is and how to call it.

    Args:
        base_url: where the server is, as the browser called it.
        access: the plan id and token that the page may show.

    """
    plan_id, token = access
    whose = (
        f"The plan <code>{escape(plan_id)}</code> opens with the token "
        f"<code>{escape(token)}</code>."
        if plan_id == settings.DEMO_PLAN
        else "Plans and tokens are those that it was started with; they aren't shown here."
    )
    return Template((_PAGES / "front.html").read_text("utf-8")).substitute(
        base_url=escape(base_url),
        whose=whose,
        send=escape(_curl(base_url, plan_id, token, "/batches", _MESSAGE)),
        list=escape(_curl(base_url, plan_id, token, "/batches")),
        operations="\n".join(_rows()),
    )


_MESSAGE = json.dumps({"from": "15550100000", "to": ["+15551231234"], "body": "Hello"})


def _curl(base_url: str, plan_id: str, token: str, path: str, body: str | None = None) -> str:
    lines = [
        f'curl "{base_url}/xms/v1/{plan_id}{path}"',
        f'  -H "Authorization: Bearer {token}"',
    ]
    if body is not None:
        lines += ['  -H "Content-Type: application/json"', f"  -d '{body}'"]
    return " \\\n".join(lines)


def _rows() -> list[str]:
    return [
        f"<tr><td>{escape(operation['summary'])}</td><td><code>{method.upper()}</code></td>"
        f"<td><code>{escape(path)}</code></td></tr>"
        for path, item in spec.document()["paths"].items()
        for method, operation in item.items()
        if method in _METHODS
    ]
