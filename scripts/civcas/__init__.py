"""oir-civcas: check, build and publish an open data package on civilian harm in the air war against ISIS."""

__version__ = "0.1.0"
