"""Clients that wait for a place take turns, and one that does not read its response is let go."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from civcas.site.plugins import limits
from civcas.site.turns import Turns
from civcas.site.worker_process import Answer


def in_a_loop(coroutine):
    """What it gives, in an event loop and thread of its own: the browser tests keep a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def served(requests, places=1):
    """The order in which requests get a place, each named by its client, if one after the other gives it back."""

    async def run():
        turns, order = Turns(range(places)), []
        futures = [turns.take(client) for client in requests]
        for number, future in enumerate(futures):
            future.add_done_callback(lambda _, number=number: order.append(number))
        await asyncio.sleep(0)
        for _ in requests:
            turns.give_back(0)
            await asyncio.sleep(0)
        return order

    return in_a_loop(run())


def test_a_client_with_many_requests_does_not_go_before_one_with_few():
    assert served(["a", "a", "a", "a", "b", "c", "b"]) == [0, 1, 4, 5, 2, 6, 3]


@given(st.lists(st.sampled_from("abc"), max_size=30), st.integers(1, 4))
def test_everyone_is_served_once_and_a_client_in_its_own_order(requests, places):
    order = served(requests, places)
    assert sorted(order) == list(range(len(requests)))
    for client in set(requests):
        mine = [number for number in order if requests[number] == client]
        assert mine == sorted(mine)


@given(st.lists(st.sampled_from("ab"), min_size=1, max_size=12), st.data())
def test_who_went_away_takes_no_place(requests, data):
    gone = data.draw(st.sets(st.integers(0, len(requests) - 1)))

    async def run():
        turns = Turns(range(1))
        first = turns.take("z")
        waiting = [turns.take(client) for client in requests]
        for number in gone:
            waiting[number].cancel()
        assert sum(turns.waiting(client) for client in "ab") == len(requests) - len(gone)
        for _ in range(len(requests) - len(gone) + 1):
            turns.give_back(0)
        assert first.done()
        assert [turn.cancelled() for turn in waiting] == [number in gone for number in range(len(requests))]
        assert all(turn.done() for turn in waiting)
        assert turns.take("new").done()  # the place is free again
        assert not turns.take("new").done()

    in_a_loop(run())


def test_a_client_that_does_not_read_is_let_go(monkeypatch):
    """Its response no longer counts, and the others of its size are still sent whole."""
    monkeypatch.setattr(limits, "_PATIENCE", 0.05)
    answer = Answer(200, [], b"x" * (3 * limits._PART + 1))
    sent = []

    async def reads(message):
        sent.append(message.get("body", b""))

    async def stops(message):
        if len(message.get("body", b"")) and message["more_body"]:
            assert limits._Server.sending == len(answer.body)
            await asyncio.sleep(60)

    in_a_loop(limits._send(answer, stops))
    assert limits._Server.sending == 0
    in_a_loop(limits._send(answer, reads))
    assert (b"".join(sent), len(sent)) == (answer.body, 5)
