"""The tools over MCP, by the official SDK: stateless, answered in JSON, and nothing but reading."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import ToolAnnotations
from starlette.types import ASGIApp, Receive, Scope, Send

from data.rounds.record import RecordError
from server.assistants.tools import Tools
from server.http.problems import problem_response

INSTRUCTIONS = (
    "Canada's Express Entry rounds of invitations since 2015. Say up to which day the data is "
    "complete (complete_through), give round numbers and links, and don't present past rounds or "
    "forecasts as promises. Not affiliated with IRCC; not legal advice."
)
READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)


class McpApp:
    """Answers each request by itself; no session is kept."""

    def __init__(self, server: MCPServer) -> None:
        self._server = server._lowlevel_server  # the SDK has no public way to it

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; only POST, because there is no stream to open or session to end."""
        if scope["method"] != "POST":
            detail = "Send MCP messages with POST."
            refusal = problem_response(405, "Method not allowed", detail, {"Allow": "POST"})
            await refusal(scope, receive, send)
            return
        manager = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)


def _telling(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a tool that says what is wrong; the SDK hides all but its own errors."""

    @wraps(tool)
    def call(*args: Any, **arguments: Any) -> dict[str, Any]:
        try:
            return tool(*args, **arguments)
        except RecordError as error:  # which names folders of the server
            raise ToolError("The data is not available at the moment.") from error
        except ValueError as error:
            raise ToolError(str(error)) from error

    return call


def create(tools: Tools) -> ASGIApp:
    """Return the endpoint of the tools."""
    handlers, level = logging.root.handlers[:], logging.root.level
    server: MCPServer = MCPServer("express-entry-rounds", instructions=INSTRUCTIONS)
    # The SDK sets up the log of the whole process, which has lines of its own form already.
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    logging.getLogger("mcp").setLevel(logging.WARNING)
    for tool in (tools.rounds, tools.latest, tools.category, tools.standing, tools.outlook):
        server.tool(annotations=READ_ONLY)(_telling(tool))
    return McpApp(server)
