"""What is said of bills, payments, accounts and deposits."""

from __future__ import annotations

from kds.feed.public.words.said import Said, said

WORDS: dict[str, Said] = {
    "BillOpened": said("bills", "开账单", "Bill opened", "开账单 {bill}", "Opened bill {bill}"),
    "PaymentTaken": said(
        "bills",
        "收款",
        "Payment",
        "账单 {bill} 收款 {amount_minor}（{tender}），小费 {tip_minor}",
        "Bill {bill}: took {amount_minor} by {tender}, tip {tip_minor}",
    ),
    "BillClosed": said(
        "bills",
        "结清",
        "Bill paid",
        "账单 {bill} 结清，共 {total_minor}",
        "Bill {bill} is paid: {total_minor}",
    ),
    "BillReduced": said(
        "bills",
        "打折、减免",
        "Reduction",
        "账单 {bill} 优惠（{kind}）{value}：{reason}",
        "Bill {bill} reduced ({kind}) by {value}: {reason}",
    ),
    "ReductionTakenBack": said(
        "bills",
        "撤销优惠",
        "Reduction taken back",
        "账单 {bill} 撤销优惠 {reduction}",
        "Bill {bill}: reduction {reduction} taken back",
    ),
    "SurchargesSet": said(
        "bills",
        "加收",
        "Surcharges",
        "账单 {bill} 的加收：{surcharges} {reason}",
        "Surcharges of bill {bill}: {surcharges} {reason}",
    ),
    "BillReckoned": said(
        "bills",
        "重算账单",
        "Bill reckoned",
        "账单 {bill} 重算：{gross_minor}，应收 {total_minor}",
        "Bill {bill} reckoned: {gross_minor} comes to {total_minor}",
    ),
    "BillSplit": said(
        "bills",
        "拆单、并单",
        "Split or join",
        "账单 {bill} 拆并（{by}）：{parts}",
        "Bill {bill} regrouped ({by}): {parts}",
    ),
    "BillRefunded": said(
        "bills",
        "退款",
        "Refund",
        "账单 {bill} 退款 {amount_minor}：{reason}",
        "Bill {bill}: gave {amount_minor} back: {reason}",
    ),
    "BillReopened": said(
        "bills",
        "反结账",
        "Bill re-opened",
        "账单 {bill} 反结账（原 {total_minor}）：{reason}",
        "Bill {bill} opened again (was {total_minor}): {reason}",
    ),
    "BillAsked": said("bills", "叫结账", "Bill asked for", "客人要结账", "The guests want to pay"),
    "AccountSet": said(
        "bills",
        "设挂账账户",
        "Account set",
        "挂账账户 {account}（{name}），额度 {limit_minor}",
        "Account {account} ({name}), limit {limit_minor}",
    ),
    "AccountPaid": said(
        "bills",
        "挂账还款",
        "Account paid",
        "挂账账户 {account} 还款 {amount_minor}（{tender}）",
        "Account {account} paid {amount_minor} by {tender}",
    ),
    "DepositTaken": said(
        "bills",
        "收押金",
        "Deposit taken",
        "收押金 {deposit}：{amount_minor}（{tender}）",
        "Took deposit {deposit}: {amount_minor} by {tender}",
    ),
    "DepositReturned": said(
        "bills",
        "退押金",
        "Deposit returned",
        "退押金 {deposit}：{amount_minor}",
        "Returned {amount_minor} of deposit {deposit}",
    ),
}
