"""A house in one file: all its settings as sheets of rows, in XLSX, JSON or TOML, or in a folder of CSV files.

kds import FILE ─▶ files.read ─▶ sheets ─▶ commands.of_file ─▶ ChangeHouse, ChangeKitchen, ChangeFloor, ChangeMenu …
kds export FILE ◀─ files.write ◀─ sheets ◀─ rows.of_state ◀──── the state of a store
"""
