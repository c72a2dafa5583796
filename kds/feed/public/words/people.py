"""What is said of people, their rights, and how they get in."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "RoleGiven": said("people", "员工身份", "Role given", "{person} 的身份：{role}", "{person} works here as {role}"),
    "PersonLeft": said("people", "离职", "Left the house", "{person} 离职", "{person} works here no more"),
    "RightsChanged": said(
        "people",
        "改权限",
        "Rights changed",
        "改“{role}”的权限[，另给 {given}][，收回 {taken}][，限额 {limits}]",
        "Rights of “{role}”[; given {given}][; taken {taken}][; limits {limits}]",
    ),
    "AccessNoted": said(
        "people", "登录和配对", "Getting in", "{kind}：{about}[（{role}）]", "{kind}: {about}[ ({role})]"
    ),
}
