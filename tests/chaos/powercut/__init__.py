"""Law 3, Durable: power cuts, in short by a preloaded shim (shim.py) and at length in a virtual machine (guest/)."""
