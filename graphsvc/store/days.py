"""Partial dates as whole numbers, for columns: the first and the last day that a text can mean."""

from __future__ import annotations

from functools import lru_cache

from graphsvc.model.values import PartialDate


@lru_cache(maxsize=8192)
def first_day(text: str | None) -> int:
    """The first day that `text` can mean, as YYYYMMDD; 0 where nothing is known.

    >>> first_day("2019"), first_day("2019-10"), first_day(None)
    (20190101, 20191001, 0)
    """
    return 0 if text is None else int(PartialDate(text).first_day.strftime("%Y%m%d"))


@lru_cache(maxsize=8192)
def last_day(text: str | None) -> int:
    """The last day that `text` can mean, as YYYYMMDD; 0 where nothing is known.

    >>> last_day("2019"), last_day("2020-02"), last_day(None)
    (20191231, 20200229, 0)
    """
    return 0 if text is None else int(PartialDate(text).last_day.strftime("%Y%m%d"))
