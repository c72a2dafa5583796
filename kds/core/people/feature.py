"""People: who they are in the house, and what roles may."""

from __future__ import annotations

from kds.core.deeds import Feature
from kds.core.people import change_person, change_rights, events, note_access

PEOPLE = Feature(
    deeds=(change_person.DEED, change_rights.DEED, note_access.DEED),
    folds={
        events.RoleGiven: events.fold_role_given,
        events.PersonLeft: events.fold_person_left,
        events.RightsChanged: events.fold_rights_changed,
        events.AccessNoted: events.fold_access_noted,
    },
)
