"""A kitchen that never loses an order."""

__version__ = "0.1.0"
