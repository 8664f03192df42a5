"""Errors that stop a command: input that can't be used."""

from __future__ import annotations


class UnusableInput(Exception):
    """The package, or a file a command was given, can't be worked on at all; the message says why."""


class Terminated(BaseException):
    """The process was asked to end."""


def reason(error: OSError) -> str:
    """Why a file could not be read or written, in the system's words."""
    return (error.strerror or str(error)).lower()
