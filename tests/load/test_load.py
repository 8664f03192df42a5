"""A short load run in every test run; `make load` is the long one, which also looks at time and memory."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.load.__main__ import REFUSED, ask_all, right_answers
from tests.load.requests import HOSTILE_ONE, costliest, mixed


async def run(url):
    right = await right_answers(url)
    return await ask_all(url, mixed(300, 1, 0.02), 16, right, costliest(50, 1))


def unanswered(answer):
    return answer.status != 200 and answer.asked.kind != HOSTILE_ONE


def test_readers_beside_hostile_ones_get_right_answers(address):
    with ThreadPoolExecutor(1) as thread:  # pytest-playwright keeps an event loop running in this one
        answers = thread.submit(asyncio.run, run(address)).result()
    assert len(answers) == 350
    assert [answer.asked for answer in answers if answer.wrong] == []
    refused = [(answer.asked.path, answer.status) for answer in answers if unanswered(answer)]
    assert {status for _, status in refused} <= {503}, refused  # a busy machine may make some wait, and says so
    assert len(refused) <= REFUSED * len(answers), refused
    hostile = {answer.status for answer in answers if answer.asked.kind == HOSTILE_ONE}
    assert hostile <= {400, 503}
    assert 400 in hostile
