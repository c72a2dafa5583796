"""The daemon between a kitchen's bump bars and kds. It shares a wire format with kds, and no code."""

__version__ = "0.1.0"
