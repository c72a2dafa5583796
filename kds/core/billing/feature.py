"""Billing: what is done with bills and the house's money, and what it makes of them."""

from __future__ import annotations

from kds.core.billing import (
    change_billing,
    close_shift,
    comp_line,
    drop_cash,
    events,
    folds,
    join_bills,
    open_shift,
    pay_account,
    reckoning,
    reduce_bill,
    refund_bill,
    reopen_bill,
    return_deposit,
    set_account,
    split_bill,
    surcharge_bill,
    take_back,
    take_deposit,
    takings,
)
from kds.core.day.events import DayClosed
from kds.core.deeds import Feature
from kds.core.floor.events import GuestsSet
from kds.core.orders.events import BillClosed, BillOpened, LinesMoved, LineVoided, PaymentTaken, RoundPlaced

BILLING = Feature(
    deeds=(
        change_billing.DEED,
        comp_line.DEED,
        reduce_bill.DEED,
        take_back.DEED,
        surcharge_bill.DEED,
        split_bill.DEED,
        join_bills.DEED,
        refund_bill.DEED,
        reopen_bill.DEED,
        set_account.DEED,
        pay_account.DEED,
        take_deposit.DEED,
        return_deposit.DEED,
        open_shift.DEED,
        drop_cash.DEED,
        close_shift.DEED,
    ),
    folds={
        events.BillingChanged: events.fold_billing_changed,
        events.LineComped: events.fold_line_comped,
        events.BillReduced: events.fold_bill_reduced,
        events.ReductionTakenBack: events.fold_reduction_taken_back,
        events.SurchargesSet: events.fold_surcharges_set,
        events.BillReckoned: events.fold_bill_reckoned,
        events.BillSplit: events.fold_bill_split,
        events.BillRefunded: folds.fold_bill_refunded,
        events.BillReopened: folds.fold_bill_reopened,
        events.AccountSet: events.fold_account_set,
        events.AccountPaid: folds.fold_account_paid,
        events.DepositTaken: folds.fold_deposit_taken,
        events.DepositReturned: folds.fold_deposit_returned,
        events.ShiftOpened: events.fold_shift_opened,
        events.CashDropped: events.fold_cash_dropped,
        events.ShiftClosed: folds.fold_shift_closed,
        events.DaySettled: takings.fold_day_settled,
        PaymentTaken: folds.fold_payment_taken,
        BillClosed: folds.fold_bill_closed,
    },
    policies={
        BillOpened: reckoning.of_a_new_bill,
        RoundPlaced: reckoning.of_a_round,
        DayClosed: takings.settle,
        GuestsSet: reckoning.of_guests,
        LineVoided: reckoning.reckon,
        LinesMoved: reckoning.of_moved_lines,
        events.LineComped: reckoning.reckon,
        events.BillReduced: reckoning.reckon,
        events.ReductionTakenBack: reckoning.reckon,
        events.SurchargesSet: reckoning.reckon,
    },
)
