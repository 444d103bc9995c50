"""The code lists of IATI that are mapped, versions 1.01 to 2.03, as plain tables.

Source: iatistandard.org, code lists TransactionType, OrganisationRole, OrganisationType, ActivityStatus,
ActivityDateType; and the letters and words that version 1 used for them.
"""

from __future__ import annotations

import re

from graphsvc.model.values import FlowClass, Status

VERSIONS = frozenset({"1.00", "1.01", "1.02", "1.03", "1.04", "1.05", "2.01", "2.02", "2.03"})

# Transaction type: class of flow, and whether the reporting organisation is the one that receives.
TRANSACTIONS: dict[str, tuple[FlowClass, bool]] = {
    "1": (FlowClass.INCOMING, True),
    "2": (FlowClass.COMMITMENT, False),
    "3": (FlowClass.DISBURSEMENT, False),
    "4": (FlowClass.EXPENDITURE, False),
    "5": (FlowClass.LOAN, False),  # interest payment
    "6": (FlowClass.LOAN, False),  # loan repayment
    "7": (FlowClass.LOAN, False),  # reimbursement
    "8": (FlowClass.LOAN, False),  # purchase of equity
    "9": (FlowClass.LOAN, True),  # sale of equity
    "10": (FlowClass.LOAN, False),  # credit guarantee
    "11": (FlowClass.INCOMING_COMMITMENT, True),
    "12": (FlowClass.PLEDGE, False),
    "13": (FlowClass.INCOMING_PLEDGE, True),
}
LETTERS = {
    "IF": "1",
    "C": "2",
    "D": "3",
    "E": "4",
    "IR": "5",
    "LR": "6",
    "R": "7",
    "QP": "8",
    "QS": "9",
    "CG": "10",
}
EXPENDITURE = "4"

FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
ROLE_TIES = {ACCOUNTABLE: "accountable_for", EXTENDING: "extends", IMPLEMENTING: "implements"}
ROLE_WORDS = {"funding": FUNDING, "accountable": ACCOUNTABLE, "extending": EXTENDING, "implementing": IMPLEMENTING}

# Organisation type: kind of actor and roles. A type that is not here, or none, gives a plain organization.
ORGANISATION_TYPES: dict[str, tuple[str, frozenset[str]]] = {
    "10": ("public_body", frozenset({"government"})),
    "11": ("public_body", frozenset({"government"})),
    "15": ("public_body", frozenset()),
    "21": ("organization", frozenset({"ngo"})),
    "22": ("organization", frozenset({"ngo"})),
    "23": ("organization", frozenset({"ngo"})),
    "24": ("organization", frozenset({"ngo"})),
    "30": ("organization", frozenset()),
    "40": ("organization", frozenset({"igo"})),
    "60": ("organization", frozenset({"foundation"})),
    "70": ("organization", frozenset({"company"})),
    "71": ("organization", frozenset({"company"})),
    "72": ("organization", frozenset({"company"})),
    "73": ("organization", frozenset({"company"})),
    "80": ("organization", frozenset({"university"})),
    "90": ("organization", frozenset()),
}

STATUS_WORDS = {
    "1": "pipeline",
    "2": "implementation",
    "3": "finalisation",
    "4": "closed",
    "5": "cancelled",
    "6": "suspended",
}
TIE_STATUS = {"1": Status.PLANNED, "4": Status.ENDED, "5": Status.ENDED}
CANCELLED = "5"

DATE_TYPES = {
    "1": "start-planned",
    "2": "start-actual",
    "3": "end-planned",
    "4": "end-actual",
    "start-planned": "start-planned",
    "start-actual": "start-actual",
    "end-planned": "end-planned",
    "end-actual": "end-actual",
}

CHANNEL = re.compile(r"(?:XM-DAC-)?(\d{5})")
