"""The code lists of IATI that are mapped, versions 1.01 to 2.03, as plain tables.

Source: iatistandard.org, code lists TransactionType, OrganisationRole, OrganisationType, ActivityStatus,
ActivityDateType; and the letters and words that version 1 used for them.
"""

# ruff: noqa: SIM905  (tables of codes read better as words than as quoted lists)

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

NO_CURRENCY = frozenset({"XXX", "XTS"})

# ISO 3166-1 alpha-2, and XK. The prefix of an organisation's number names a country only if it is one of these.
COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
    GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
    JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
    MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
    RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
    TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW""".split()
)

ORGANISATION_NUMBER = re.compile(r"[A-Z]{2}-[A-Z0-9][A-Z0-9_.:/+-]*")
CHANNEL = re.compile(r"(?:XM-DAC-)?(\d{5})")
PLACEHOLDERS = frozenset(
    "0 00000 n/a na n.a. none null nil unknown tbc tbd - -- . x xx excluded aa-aaa-123456789 xm-ocha-hpc0000".split()
) | {"not available", "not applicable", "no data"}
_REDACTED = re.compile(
    r"\b(redacted|withheld|anonymi[sz]ed|supplier name withheld|name removed|confidential)\b", re.IGNORECASE
)
NO_NAMES = frozenset(
    {"", "n a", "na", "none", "null", "unknown", "not available", "not applicable", "correction", "customer", "tbc"}
)
# Classes of givers and receivers without a name of their own: "Private donors in Spain", "Governmental donors of ...".
AGGREGATE = re.compile(
    r"^((various|multiple|several|different|other|unspecified|miscellaneous|anonymous|private|individual|institutional"
    r"|corporate|major|small|general|public|government|governmental|unearmarked|earmarked)\s+([\w&/,-]+\s+){0,4}?)?"
    r"(donors|donations|givers|individuals|contributions|contributors|supporters|sources|organi[sz]ations)"
    r"(\s*$|\s*[(,;:-]|\s+(of|in|from|to|for|via|through|within)\b)|^un joint programmes$",
    re.IGNORECASE,
)


def is_redacted(*texts: str) -> bool:
    """Whether one of the texts says that a name was taken out."""
    return any(text and _REDACTED.search(text) for text in texts)
