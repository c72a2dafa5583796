"""What is said of tables, parties, reservations and calls."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "ServiceCalled": said("floor", "呼叫服务", "Service called", "呼叫：{kind} {text}", "Called for {kind} {text}"),
    "CallTaken": said("floor", "有人去了", "Call taken", "有人去处理呼叫 {call}", "Somebody goes for call {call}"),
    "CallEnded": said("floor", "呼叫处理完", "Call answered", "处理了呼叫：{kind}", "Answered the call for {kind}"),
    "SessionOpened": said(
        "floor",
        "开台",
        "Table opened",
        "开台 {table}，{guests} 位",
        "Opened table {table}, guests: {guests}",
    ),
    "SessionCleared": said("floor", "清台", "Party left", "清台", "The party left"),
    "SessionMoved": said(
        "floor",
        "转台",
        "Party moved",
        "转台：{from_table} 到 {table}",
        "Moved from {from_table} to {table}",
    ),
    "SessionShared": said("floor", "拼桌", "Table shared", "拼桌，编号 {share}", "Shares its table as number {share}"),
    "SessionMerged": said("floor", "并台", "Merge", "并台到 {into}", "Merged into {into}"),
    "SessionUnmerged": said(
        "floor",
        "拆台",
        "Unmerge",
        "从 {out_of} 拆出到 {table}",
        "Stands for itself again, out of {out_of}, at {table}",
    ),
    "PartiesTied": said("floor", "桌台往来", "Parties tied", "与 {other} 有往来", "Had to do with {other}"),
    "PartiesLeft": said(
        "floor",
        "随日结离店",
        "Left with the day",
        "随日结离店：{sessions}",
        "Left with the day: {sessions}",
    ),
    "SessionNoted": said(
        "floor",
        "整单备注",
        "Party notes",
        "整单备注“{note}”，忌口“{allergies}”",
        "Notes of the party “{note}”, allergies “{allergies}”",
    ),
    "SessionServedBy": said("floor", "交接桌台", "Handed over", "服务员改为 {staff}", "Served by {staff} from now on"),
    "GuestsSet": said("floor", "改人数", "Guests counted", "人数改为 {guests}", "Guests: {guests}"),
    "TableCleaned": said("floor", "收台", "Table cleaned", "{table} 桌收拾干净", "Table {table} is clean"),
    "SeatAsked": said(
        "floor", "想点餐", "Wants to order", "{table} 桌客人想点餐", "Guests at table {table} want to order"
    ),
    "SeatDeclined": said("floor", "桌上没人", "Nobody there", "{table} 桌没有看到客人", "Nobody was at table {table}"),
    "TableReserved": said(
        "floor",
        "预订",
        "Reservation",
        "预订 {reservation}：{table} 桌，{comes_at}，{guests} 位",
        "Reservation {reservation}: table {table}, {comes_at}, guests: {guests}",
    ),
    "ReservationChanged": said(
        "floor",
        "改预订",
        "Reservation changed",
        "预订 {reservation} 改为：{table} 桌，{comes_at}，{guests} 位",
        "Reservation {reservation} is now: table {table}, {comes_at}, guests: {guests}",
    ),
    "ReservationEnded": said(
        "floor",
        "预订结束",
        "Reservation ended",
        "预订 {reservation}（{table} 桌）：{outcome}",
        "Reservation {reservation} (table {table}): {outcome}",
    ),
}
