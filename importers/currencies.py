"""What is known of currencies: their smallest units, and the codes that stand for none."""

# ruff: noqa: SIM905  (a table of codes reads better as words than as quoted lists)

from __future__ import annotations

# ISO 4217 minor units where they are not two.
MINOR_UNITS = dict.fromkeys(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
) | dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)
NO_CURRENCY = frozenset({"XXX", "XTS"})
