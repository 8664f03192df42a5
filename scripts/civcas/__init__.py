"""oir-civcas: check, build and publish an open data package on civilian harm in the air war against ISIS."""

from importlib.metadata import version

__version__ = version("oir-civcas")
