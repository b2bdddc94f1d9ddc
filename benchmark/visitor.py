"""A visitor without a browser: opens a session over the websocket, as Streamlit's page does."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from pages.menu import MENU

STREAM = "/_stcore/stream"
PAGES = tuple(entry.path for entry in MENU)
AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN  # another run of the script follows


class PageError(RuntimeError):
    """A page showed an error instead of its content."""


@asynccontextmanager
async def visit(
    address: str,
    client: str,
    random: Random,
    pages: Sequence[str] = PAGES,
    categories: Sequence[str] = (),
) -> AsyncIterator[Visitor]:
    """Open a session from an address of its own, which the server takes from its proxy.

    The visitor stays on these pages, and chooses only these categories if there are any.

    A proxy that sends a visitor to the same process each time knows them by a cookie.
    """
    async with connect(
        address.replace("http", "ws", 1) + STREAM,
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"X-Forwarded-For": client, "Cookie": f"ee_session={client}"},
        max_size=None,
        open_timeout=60,
    ) as socket:
        yield Visitor(socket, random, pages, categories)


class Visitor:
    """Someone who goes from page to page and clicks on categories."""

    def __init__(
        self,
        socket: ClientConnection,
        random: Random,
        pages: Sequence[str],
        categories: Sequence[str],
    ) -> None:
        self._socket, self._random = socket, random
        self._pages, self._categories = pages, categories
        self._page = random.choice(pages)
        self._here = ""  # the server's own name of the page, once it is open
        self._pills: dict[str, list[str]] = {}  # the labels of each group of categories
        self._chosen: dict[str, list[str]] = {}

    async def click(self) -> float:
        """Go to another page or choose other categories, and return the seconds until it is there.

        Raises:
            PageError: if the page shows an error.
        """
        if not self._pills or self._random.random() < 0.5:
            self._page, self._here = self._random.choice(self._pages), ""
        else:
            group = self._random.choice(list(self._pills))
            labels = self._pills[group]
            self._chosen[group] = self._random.sample(labels, self._random.randint(0, 1))
        start = time.perf_counter()
        await self.send()
        await self._shown()
        return time.perf_counter() - start

    async def send(self) -> None:
        """Ask for the page with what is chosen, and don't wait."""
        message = BackMsg()
        if self._here:  # else all widgets would start afresh, as on another page
            message.rerun_script.page_script_hash = self._here
        else:
            message.rerun_script.page_name = self._page
        for group, labels in self._chosen.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = group
            state.string_array_value.data.extend(labels)
        await self._socket.send(message.SerializeToString())

    async def _shown(self) -> None:
        """Return once the script has run, and remember what can be clicked."""
        async for content in self._socket:
            message = ForwardMsg()
            message.ParseFromString(content)  # type: ignore[arg-type]
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished != AGAIN:
                    return
            elif message.WhichOneof("type") == "new_session":
                self._here = message.new_session.page_script_hash
            elif message.WhichOneof("type") == "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise PageError(element.exception.message)
                group = element.button_group  # which is empty in another element
                names = [option.content for option in group.options]
                if self._categories:
                    names = [name for name in names if name in self._categories]
                if "-pills-" in group.id and names:
                    self._pills[group.id] = names
        raise PageError("The server closed the session")
