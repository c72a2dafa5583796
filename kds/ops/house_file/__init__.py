"""A house in one file: all its settings as sheets of rows, in XLSX, JSON or TOML, in a folder of CSV files,
or, with photos, in a ZIP.

kds import FILE ─▶ files.read ─▶ sheets ─▶ commands.of_file ─▶ ChangeHouse, ChangeKitchen, ChangeFloor, ChangeMenu …
                    archive.take_in ─▶ sheets, once the photos are kept
kds export FILE ◀─ files.write ◀─ sheets ◀─ rows.of_state ◀──── the state of a store
"""
