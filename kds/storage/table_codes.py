"""The printed codes of tables: tokens by whose ids a table is known, and by which nobody speaks."""

from __future__ import annotations

from collections.abc import Collection

from kds.storage.living_tokens import Living, Tokens
from kds.storage.tokens import Token, TokenTable, is_table_code


def table_codes(tokens: Tokens) -> dict[str, Token]:
    """Those that are good, by table."""
    return _codes(tokens.living)


async def code_tables(tokens: Tokens, tables: Collection[str]) -> None:
    """Have a code for each of these tables that has none. Raises `StorageError`."""

    async def work(table: TokenTable, living: Living) -> Living:
        lacking = set(tables) - _codes(living).keys()
        return {**living, **await table.code_tables(lacking)} if lacking else living

    await tokens.change(work)


async def renew_table_code(tokens: Tokens, table: str) -> None:
    """What was printed for a table leads nowhere any more, and another code does. Raises `StorageError`."""
    before = table_codes(tokens).get(table)
    if before is not None:
        await tokens.revoke(before.id)
    await code_tables(tokens, [table])


def _codes(living: Living) -> dict[str, Token]:
    codes = sorted([each for each in living.values() if is_table_code(each)], key=lambda each: each.created_at)
    return {each.table or "": each for each in codes}
