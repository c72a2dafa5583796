"""In core a feature imports other features' records and events, and the rules of their settings, never their deeds
(DESIGN §5).

import-linter keeps the rest of the import rule: see pyproject.toml.
"""

import grimp

PUBLIC = {"model", "screens", "themes", "events", "rules"}


def trespasses(graph: grimp.ImportGraph) -> list[str]:
    """Every import from one feature's folder into another's that is none of these."""
    features = {module for module in graph.find_children("kds.core") if graph.find_children(module)}
    found = []
    for feature in sorted(features):
        for importer in sorted({feature} | graph.find_descendants(feature)):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                other, _, name = imported.removeprefix("kds.core.").partition(".")
                if f"kds.core.{other}" in features - {feature} and name not in PUBLIC:
                    found.append(f"{importer} imports {imported}")
    return found


def test_a_feature_knows_only_the_model_the_events_and_the_rules_of_another() -> None:
    assert trespasses(grimp.build_graph("kds")) == []


def test_a_deed_of_another_feature_is_found() -> None:
    graph = grimp.ImportGraph()
    for module in (
        "kds.core",
        "kds.core.types",
        "kds.core.orders",
        "kds.core.orders.model",
        "kds.core.orders.place_round",
        "kds.core.kitchen",
        "kds.core.kitchen.bump",
        "kds.core.kitchen.priority",
    ):
        graph.add_module(module)
    imports = {
        "kds.core.types",
        "kds.core.orders.model",
        "kds.core.orders.place_round",
        "kds.core.kitchen.priority",
    }
    for imported in imports:
        graph.add_import(importer="kds.core.kitchen.bump", imported=imported)
    assert trespasses(graph) == ["kds.core.kitchen.bump imports kds.core.orders.place_round"]
