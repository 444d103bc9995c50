"""Which currencies there are, and their smallest units: amounts are counted in whole minor units.

Source: ISO 4217, lists one (current) and three (historic); codes that are no money to be paid in (tests, metals, bond
units) are left out.
"""

# ruff: noqa: SIM905  (tables of codes read better as words than as quoted lists)

from __future__ import annotations

from decimal import Decimal

MINOR_UNITS = dict.fromkeys(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
) | dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)
"""Digits behind the point, where they are not two."""

NO_CURRENCY = frozenset({"XXX", "XTS"})
"""Codes that say that there is no currency, or that it is a test."""

CURRENCIES = frozenset(
    """ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARL ARM ARP ARS ATS AUD AWG AZM AZN BAD BAM BAN BBD BDT BEC
    BEF BEL BGL BGM BGN BGO BHD BIF BMD BND BOB BOL BOP BOV BRB BRC BRE BRL BRN BRR BRZ BSD BTN BUK BWP BYB BYN BYR
    BZD CAD CDF CHE CHF CHW CLE CLF CLP CNH CNX CNY COP COU CRC CSD CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD
    ECS ECV EEK EGP ERN ESA ESB ESP ETB EUR FIM FJD FKP FRF GBP GEK GEL GHC GHS GIP GMD GNF GNS GQE GRD GTQ GWE GWP
    GYD HKD HNL HRD HRK HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRH KRO
    KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LTT LUC LUF LUL LVL LVR LYD MAD MAF MCF MDC MDL MGA MGF MKD MKN MLF MMK
    MNT MOP MRO MRU MTL MTP MUR MVP MVR MWK MXN MXP MXV MYR MZE MZM MZN NAD NGN NIC NIO NLG NOK NPR NZD OMR PAB PEI
    PEN PES PGK PHP PKR PLN PLZ PTE PYG QAR RHD ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD SHP SIT SKK
    SLE SLL SOS SRD SRG SSP STD STN SUR SVC SYP SZL THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UAK UGS
    UGX USD USN USS UYI UYP UYU UYW UZS VEB VED VEF VES VND VNN VUV WST XAF XCD XCG XDR XEU XOF XPF YDD YER YUD YUM
    YUN YUR ZAL ZAR ZMK ZMW ZRN ZRZ ZWD ZWG ZWL ZWR""".split()
)


def digits_of(currency: str) -> int:
    """How many digits the smallest unit of `currency` has behind the point."""
    return MINOR_UNITS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> tuple[int, bool]:
    """(`amount` in minor units, half to even; whether it was rounded to get there).

    >>> to_minor(Decimal("12.345"), "USD")
    (1234, True)
    """
    scaled = amount.scaleb(digits_of(currency))
    whole = scaled.to_integral_value()
    return int(whole), whole != scaled


def from_minor(minor: int, currency: str) -> Decimal:
    """So many minor units as an amount, with all digits of the currency.

    >>> from_minor(1234, "USD"), from_minor(1234, "JPY")
    (Decimal('12.34'), Decimal('1234'))
    """
    digits = digits_of(currency)
    sign, figures = int(minor < 0), tuple(map(int, str(abs(minor))))
    return Decimal((sign, figures, -digits))
