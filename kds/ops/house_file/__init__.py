"""A house in one file: its menu, tables, stations and screens as sheets of rows, in XLSX or in TOML.

kds import FILE ─▶ files.read ─▶ sheets ─▶ commands.of_sheets ─▶ ChangeKitchen, ChangeFloor, ChangeMenu
kds export FILE ◀─ files.write ◀─ sheets ◀─ rows.of_state ◀──── the state of a store
"""
