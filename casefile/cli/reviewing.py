"""The walk through the drafts of an article, one key a decision, on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import typer

from casefile.cli.session import Session
from casefile.errors import CasefileError, InputError, counted
from casefile.ingest.drafts import Article, Decision, Draft, DraftsFile

if TYPE_CHECKING:
    from casefile.casebook.reviewing import Review
    from casefile.cli.render import Screen
    from casefile.views.page import Fact

#: What the keys of a Russian layout stand for, so that nobody has to change it for an article in Russian.
_LAYOUT = str.maketrans("фуьытдиФ,", "aemsnlbA?")
_ESCAPE = "\x1b"
_HELP = """\
a   accept: it is entered as it is shown when the review is finished
e   edit it in your editor, as a form; @p2 is another draft
1-5 it is that record of the case, to which the article is added as a citation
m   the same for a record that is not proposed: type its id or a part of its name
n   it is none of the proposed records: enter it as new
s   skip: it is not entered, and not proposed again
A   accept all of this kind, but for those that the case may have: you are asked
b   back: take the last decision back
l   later: leave here, and go on another time with the same command
Nothing is entered before the last draft is decided. Then all of it is one
change, which casefile undo takes back."""
#: The details of an article that can be corrected, and the keys for them.
_DETAILS = (
    ("1", "publisher"),
    ("2", "title"),
    ("3", "author"),
    ("4", "published"),
    ("5", "url"),
    ("6", "lang"),
)


class Later(Exception):  # noqa: N818 - a wish, not a fault
    """The reviewer goes on another time."""


class Keys:
    """Keys as they are pressed, one by one, without Enter, as long as the block lasts.

    What is typed ahead is not lost, as it would be if the terminal were switched for each key.
    """

    def __init__(self) -> None:
        self._waiting = ""
        self._before: list[Any] | None = None

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()

    def read(self) -> str:
        """The next key, in Latin letters whatever the layout; arrows and the like are none."""
        while True:
            while not self._waiting:
                pressed = self._pressed()
                self._waiting = "" if pressed.startswith((_ESCAPE, "\x00", "\xe0")) else pressed
            key, self._waiting = self._waiting[0], self._waiting[1:]
            if key in ("\x03", "\x04"):
                raise KeyboardInterrupt
            return key.translate(_LAYOUT)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the terminal be as it was: for a line to be typed, or an editor."""
        self._leave()
        try:
            yield
        finally:
            self._listen()

    def _pressed(self) -> str:
        if sys.platform == "win32":
            return str(typer.getchar())
        self._listen()  # whoever stopped the process and went on may have set the terminal back
        found = os.read(sys.stdin.fileno(), 64)
        if not found:
            raise KeyboardInterrupt  # nobody is there any more
        return found.decode("utf-8", "ignore")

    def _listen(self) -> None:
        if sys.platform != "win32":
            import termios
            import tty

            terminal = sys.stdin.fileno()
            if self._before is None:
                self._before = termios.tcgetattr(terminal)
            tty.setcbreak(terminal, termios.TCSADRAIN)

    def _leave(self) -> None:
        if sys.platform != "win32" and self._before is not None:
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)
            self._before = None


def screen_of() -> Screen:
    """The screen that a reviewer looks at: standard error, as the result goes to standard output."""
    from casefile.cli.render import Screen

    return Screen(sys.stderr, os.environ)


def correct(session: Session, article: Article, check: Callable[[str], object], keys: Keys) -> Article:
    """The article with its details as the reviewer has them; what it was published on is asked for where it is missing.

    Args:
        session: The command.
        article: The article.
        check: Reads a date of publication; what it refuses is asked for again.
        keys: The keyboard.

    Raises:
        Later: The reviewer goes on another time.
    """
    if not article.published:
        show_article(article)
        found = article.found.get("published", "")
        question = f"Published on ({found or 'the document does not say'}; give year, month and day)"
        with keys.paused():
            given = session.ask(question, check)
        article = _corrected(article, "published", given)
    while True:
        screen = show_article(article)
        render_article_keys(screen)
        key = keys.read()
        if key in ("a", "\r", "\n", " "):
            return article
        if key == "l":
            raise Later
        field = dict(_DETAILS).get(key)
        if field is not None:
            with keys.paused():
                value = _new_value(session, field, getattr(article, field), check)
            article = _corrected(article, field, value)


def _corrected(article: Article, field: str, value: str) -> Article:
    import msgspec

    found = {key: where for key, where in article.found.items() if key != field}
    return msgspec.structs.replace(article, found=found, **{field: value})


def _new_value(session: Session, field: str, old: str, check: Callable[[str], object]) -> str:
    while True:
        value = str(typer.prompt(field.capitalize(), default=old, show_default=bool(old), err=True)).strip()
        try:
            if field == "published" and value:
                check(value)
        except InputError as error:
            session.tell(f"{error.message}\n{error.hint}")
        else:
            return value


def show_article(article: Article) -> Screen:
    """Show what an article says of itself, and where that was found."""
    from casefile.cli.render.review import render_facts

    screen = screen_of()
    screen.line()
    screen.line((article.name or "standard input", "heading"), "  ", (counted(len(article.text), "character"), "dim"))
    render_facts(tuple(_details(article)), screen)
    screen.flush()
    return screen


def render_article_keys(screen: Screen) -> None:
    """Show what can be done with the details of an article."""
    from casefile.cli.render.review import render_keys

    screen.line()
    render_keys((("a", "that is right"), ("1-6", "correct that line"), ("l", "later")), screen)
    screen.flush()


def _details(article: Article) -> Iterator[Fact]:
    from casefile.views.page import Fact

    for key, field in _DETAILS:
        value = getattr(article, field) or "(unknown)"
        found = article.found.get(field, "")
        yield Fact(f"{key} {field}", value + (f" (found in: {found})" if found and getattr(article, field) else ""))


def walk(session: Session, review: Review, save: Callable[[DraftsFile], None], keys: Keys) -> DraftsFile:
    """Have every draft decided.

    Args:
        session: The command.
        review: The review, which may have come some way.
        save: Lays the review aside, before the first decision and after each.
        keys: The keyboard.

    Returns:
        The article with its drafts as decided.

    Raises:
        Later: The reviewer goes on another time; all decisions are laid aside.
    """
    save(review.file_now())  # what was corrected of the article is not asked for again
    while True:
        draft = review.next()
        if draft is None:
            if _finished(review, keys):
                return review.result()
            save(review.file_now())
            continue
        _show(review, draft)
        while not _pressed(Desk(session, review, keys), draft, keys.read()):
            pass
        save(review.file_now())


def _show(review: Review, draft: Draft) -> None:
    from casefile.cli.render.review import render_leaf

    screen = screen_of()
    render_leaf(review.leaf(draft), screen)
    screen.flush()


class Desk(NamedTuple):
    """What a reviewer works with."""

    session: Session
    review: Review
    keys: Keys


def _pressed(desk: Desk, draft: Draft, key: str) -> bool:
    """Do what a key stands for; whether the review has moved on, or shows the draft anew."""
    if key.isdigit() and 0 < int(key) <= len(draft.match.maybe):
        desk.review.merge(draft, draft.match.maybe[int(key) - 1])
        return True
    does = _DOES.get(key)
    return does is not None and does(desk, draft)


def _skipped(desk: Desk, draft: Draft) -> bool:
    desk.review.reject(draft)
    return True


def _accepted_all(desk: Desk, draft: Draft) -> bool:
    done, left = desk.review.accept_all(draft.table)
    said = f"{counted(done, 'draft')} of {draft.table} accepted"
    desk.session.tell(said + (f"; {left} may be in the case already and will be asked about" if left else ""))
    return True


def _back(desk: Desk, _: Draft) -> bool:
    if desk.review.back():
        return True
    desk.session.tell("This is the first one.")
    return False


def _new(desk: Desk, draft: Draft) -> bool:
    if draft.match.same:
        desk.review.merge(draft, "")
        return True
    return False


def _later(_: Desk, __: Draft) -> bool:
    raise Later


def _helped(desk: Desk, _: Draft) -> bool:
    desk.session.tell(_HELP)
    return False


def _accepted(desk: Desk, draft: Draft) -> bool:
    try:
        desk.review.check(draft)
    except CasefileError as error:
        desk.session.tell(f"{error.message}\n{error.hint or 'Edit it (e), or skip it (s).'}")
        return False
    desk.review.accept(draft)
    return True


def _merged(desk: Desk, draft: Draft) -> bool:
    with desk.keys.paused():
        answer = desk.session.ask("Which record is it (id, or part of its name; empty: leave it)", lambda _: None)
    if answer:
        try:
            desk.review.merge(draft, answer)
        except CasefileError as error:
            desk.session.tell(f"{error.message}\n{error.hint}")
            return False
    return True


def _edited(desk: Desk, draft: Draft) -> bool:
    from casefile.cli.editor import Draft as Text
    from casefile.cli.privately import make_folder

    form = desk.review.form(draft)
    with desk.keys.paused():
        try:
            with Text(form, ".toml", make_folder(desk.session)) as text:
                while (edited := text.edit()) != form:
                    try:
                        desk.review.edit(draft, edited)
                        break
                    except CasefileError as error:
                        desk.session.tell(f"Error: {error.message}\n{error.hint}")
                        if not desk.session.confirm("Open the editor again to mend it?"):
                            break
        except CasefileError as error:  # no editor, or one that fails
            desk.session.tell(f"Error: {error.message}\n{error.hint}")
    return True


_DOES: dict[str, Callable[[Desk, Draft], bool]] = {
    "a": _accepted,
    "e": _edited,
    "m": _merged,
    "n": _new,
    "s": _skipped,
    "A": _accepted_all,
    "b": _back,
    "l": _later,
    "?": _helped,
}


def _finished(review: Review, keys: Keys) -> bool:
    """Whether the reviewer, who has decided everything, has it entered now; they may still go back."""
    from casefile.cli.render.review import render_keys

    screen = screen_of()
    fallen = review.fallen()
    screen.line()
    screen.line(
        (f"All decided: {review.count(Decision.ACCEPT) - len(fallen)} to enter, ", "heading"),
        (f"{review.count(Decision.REJECT)} skipped", "heading"),
        (f", {len(fallen)} fallen with those" if fallen else "", "heading"),
    )
    render_keys((("a", "enter"), ("b", "back"), ("l", "later")), screen)
    screen.flush()
    while True:
        key = keys.read()
        if key in ("a", "\r", "\n"):
            return True
        if key == "b" and review.back():
            return False
        if key == "l":
            raise Later
