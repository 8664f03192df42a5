"""Who may use one of a few places next, so that no client shuts out the others."""

from __future__ import annotations

import asyncio
from collections import deque


class Turns:
    """A number of places. Clients that wait for one take turns, each in the order of its own requests."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}  # the client whose turn is next comes first

    def waiting(self, client: str) -> int:
        """How many requests of a client wait."""
        return sum(not turn.done() for turn in self._waiting.get(client, ()))

    def take(self, client: str) -> asyncio.Future[None]:
        """A future that is done once the client has a place. It may be cancelled before that."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._free:
            self._free -= 1
            turn.set_result(None)
        else:
            self._waiting.setdefault(client, deque()).append(turn)
        return turn

    def give_back(self) -> None:
        """Hand a place to whoever is next."""
        while self._waiting:
            client = next(iter(self._waiting))
            turns = self._waiting.pop(client)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns  # at the end of the line
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
