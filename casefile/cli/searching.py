"""The ``search`` command, and the searches that are kept under a name."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.reading import Limit
from casefile.cli.session import Commands, Session
from casefile.errors import InputError

commands = Commands()


@commands.add("search", "casefile search 'россиян by:Peskov -kind:assessment'", changes=True)
def search(
    session: Session,
    text: Annotated[list[str] | None, typer.Argument(metavar="SEARCH", help="What to look for.")] = None,
    limit: Limit = None,
    save: Annotated[
        str,
        typer.Option("--save", metavar="NAME", help="Keep this search in the case; @NAME stands for it from then on."),
    ] = "",
    saved: Annotated[bool, typer.Option("--saved", help="List the searches that are kept.")] = False,
    forget: Annotated[str, typer.Option("--forget", metavar="NAME", help="Keep that search no longer.")] = "",
) -> object:
    """Find records by words, by fields, and by what is missing.

    Put it in single quotes, so that the shell leaves it alone. Words must all be in the record, whatever the case and
    the accents; a name is also found in other scripts and a slip away. "Quoted words" stand next to each other. -word,
    -field:value: not that. A OR B; parentheses group. @NAME: a search that was saved.

    Fields: any field of a record by its name (place:Baku, offence:smuggling, stance:denies, lang:ru, office:spokesman),
    and is:statement kind:hearing status:alleged role:lawyer nationality:RU by:Peskov about:P7 source:R2 name:Aliyev
    when:2025-08 when:..2025-08-31 when:2025-07..2025-09. missing:citation, missing:place, missing:accuser: where that
    field is empty; has:translation: where it is not. by:, about:, source: and the like take an id, part of a name, or a
    search: about:(nationality:RU role:detainee).

    The best hits come first. list, timeline and export take the same with --where.
    """
    words = " ".join(text or ())
    if sum(map(bool, (save, saved, forget))) > 1:
        raise InputError("--save, --saved and --forget are three things to do.", "Give one of them.")
    from casefile.casebook import queries
    from casefile.views.search import search as find
    from casefile.views.search import search_table

    if saved or forget:
        if words:
            raise InputError(f"{'--saved' if saved else '--forget'} looks for nothing.", f"Leave “{words}” out.")
        return queries.saved_table(session.book().case) if saved else queries.forget(session.book(), forget)
    (words,) = session.require("search", SEARCH=words)
    book = session.book()
    if save:
        return queries.save(book, save, words)
    return search_table(book.case, find(queries.asked(book, words)), words).limited(limit)
