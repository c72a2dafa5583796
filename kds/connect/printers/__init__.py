"""Printers on the network: what stands on a slip, how it is laid out, and whether it was printed."""
