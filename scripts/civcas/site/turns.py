"""Who may use one of a few places next, so that no client shuts out the others."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Generic, TypeVar

Place = TypeVar("Place")


class Turns(Generic[Place]):
    """A number of places. Clients that wait for one take turns, each in the order of its own requests."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._free = deque(places)
        self._waiting: dict[str, deque[asyncio.Future[Place]]] = {}  # the client whose turn is next comes first

    def waiting(self, client: str) -> int:
        """How many requests of a client wait."""
        return sum(not turn.done() for turn in self._waiting.get(client, ()))

    def take(self, client: str) -> asyncio.Future[Place]:
        """The client's place, once it has one. The future may be cancelled before that."""
        turn: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        if self._free:
            turn.set_result(self._free.popleft())
        else:
            self._waiting.setdefault(client, deque()).append(turn)
        return turn

    def give_back(self, place: Place) -> None:
        """Hand the place to whoever is next."""
        while self._waiting:
            client = next(iter(self._waiting))
            turns = self._waiting.pop(client)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns  # at the end of the line
            if not turn.done():
                turn.set_result(place)
                return
        self._free.append(place)
