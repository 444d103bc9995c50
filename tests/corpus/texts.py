"""Text files of the documented form, to be made wrong in one way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.corpus.case import files

HEAD = "id,name,kind,country\n"
TWO = HEAD + "a,Alba,organization,MX\nb,Bora,organization,TR\n"
TIE = "from,to,kind,start,end,amount,currency,flow class,sensitivity\n"


def actors(text: str | bytes) -> Callable[[Path], None]:
    return files(actors__csv=text)


def ties(rows: str, header: str = TIE) -> Callable[[Path], None]:
    return files(actors__csv=TWO, ties__csv=header + rows)


def name(text: str) -> Callable[[Path], None]:
    return actors(f'{HEAD}a,"{text.replace(chr(34), chr(34) * 2)}",organization,MX\nb,Bora,organization,TR\n')


def money(amount: str) -> str:
    return f'a,b,funds,2020,,"{amount}",USD,commitment,\n'
