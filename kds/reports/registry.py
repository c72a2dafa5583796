"""Every report that there is: found in the folders of the groups, so that one more file is one more report."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from kds.reports.report import GROUPS, Report

PACKAGE = "kds.reports"


@cache
def reports() -> dict[str, Report]:
    """By id, group by group; within one by id."""
    found: dict[str, Report] = {}
    for group in GROUPS:
        package = import_module(f"{PACKAGE}.{group}")
        for module in sorted(each.name for each in iter_modules(package.__path__)):
            report: Report = import_module(f"{PACKAGE}.{group}.{module}").REPORT
            if (report.id, report.group) != (module, group):
                raise ValueError(f"the report {report.id} of {report.group} stands in {group}/{module}.py")
            found[report.id] = report
    return found
