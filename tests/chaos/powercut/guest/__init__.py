"""A virtual machine whose power is cut: Debian's kernel under software emulation, with this machine's files read-only.

system.py makes what it boots, disk.py is its disk with a volatile cache, machine.py runs and resets it.
"""
