"""Where sources differ: each disputed field of a case with every value given for it, by whom, where and how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from casefile import dates
from casefile.dates import When
from casefile.model import Case, Citation, Claim, Count, Office, Record, Source, SpeakerOffice, as_json
from casefile.model.claims import (
    about,
    claimed,
    disputed_fields,
    in_doubt,
    label,
    last_resolution,
    meaning,
    standing,
)
from casefile.model.records import ID_TYPES
from casefile.model.shape import bare, declared_at
from casefile.views.page import Fact, Page, Section
from casefile.views.wording import clip, count_text, headline, office_text, source_text, title_of
from casefile.vocabulary import spoken

#: Facts of a card that are called otherwise than the field they tell.
_FACTS = {
    "office": "offices",
    "happened": "when",
    "planned for": "when",
    "became known": "known",
    "custody stated": "custody",
    "against": "person",
    "offence, as worded": "offence",
    "alleged by": "alleged_by",
    "one of": "split_from",
}


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """One source, or one speaker, that gives a value; ``grade`` joins reliability and credibility: "B2", "B-".

    ``when`` is when it was said, ``published`` when the source was; ``credibility`` is None where nobody graded it.
    """

    said_by: str | None = None
    said_by_name: str = ""
    when: When | None = None
    source: str | None = None
    source_name: str = ""
    published: When | None = None
    reliability: str = ""
    credibility: int | None = None
    grade: str = ""
    quote: str = ""
    note: str = ""


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One of the values given for a field, and all who give it.

    ``number`` is how to call it when resolving; ``value`` is it in JSON; ``stands`` whether the record has it now, and
    ``preferred`` whether the last resolution chose it.
    """

    number: int
    text: str
    value: Any
    stands: bool
    preferred: bool
    voices: tuple[Voice, ...]


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """A field for which more than one value is given.

    ``state`` is unresolved, resolved, or reopened, where somebody differs since it was resolved; ``reason``,
    ``resolved_by`` and ``resolved`` (when) are those of the last resolution, empty where there is none.
    """

    record: str
    name: str
    field: str
    label: str
    state: str
    values: tuple[Value, ...]
    reason: str = ""
    resolved_by: str = ""
    resolved: str = ""


def disputes(case: Case, record: Record) -> list[Dispute]:
    """The disputed fields of `record`, those without a resolution that holds first."""
    found = [_dispute(case, record, field) for field in disputed_fields(record)]
    return sorted(found, key=lambda dispute: dispute.state == "resolved")


def all_disputes(case: Case) -> list[Dispute]:
    """The disputed fields of every record, those without a resolution that holds first."""
    found = [dispute for record in case.everything() if record.claims for dispute in disputes(case, record)]
    return sorted(found, key=lambda dispute: dispute.state == "resolved")


def _dispute(case: Case, record: Record, field: str) -> Dispute:
    made = last_resolution(record, field)
    state = "resolved" if not in_doubt(record, field) else "reopened" if made else "unresolved"
    return Dispute(
        record=record.id,
        name=clip(headline(case, record)),
        field=field,
        label=label(record, field),
        state=state,
        values=tuple(values_of(case, record, field)),
        reason=made.reason if made else "",
        resolved_by=made.by if made else "",
        resolved=made.made if made else "",
    )


def values_of(case: Case, record: Record, field: str) -> list[Value]:
    """The values given for a field of `record`, claims that mean the same as one value, in order of entry."""
    now = standing(record, field)
    made = last_resolution(record, field)
    preferred = meaning(claimed(record, made)) if made else None
    grouped: dict[Any, list[Claim]] = {}
    for claim in about(record, field):
        grouped.setdefault(meaning(claimed(record, claim)), []).append(claim)
    if now is not None and meaning(now) not in grouped:  # it was edited since
        grouped = {meaning(now): [], **grouped}
    found = []
    for number, (key, claims) in enumerate(grouped.items(), start=1):
        value = claimed(record, claims[0]) if claims else now
        found.append(
            Value(
                number=number,
                text=value_text(case, record, field, value),
                value=as_json(value),
                stands=now is not None and meaning(now) == key,
                preferred=made is not None and preferred == key,
                voices=tuple(voice for claim in claims for voice in _voices(case, claim)),
            )
        )
    return found


def value_text(case: Case, record: Record, field: str, value: Any) -> str:
    """A value of a field in words, as exact as it is."""
    declared = bare(declared_at(type(record), tuple(field.split("."))))[0]
    if declared in ID_TYPES and isinstance(value, str):
        other = case.get(value)
        return f"{value} {clip(headline(case, other))}" if other else value
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, When):
        return dates.show(value)
    if isinstance(value, Count):
        return count_text(value)
    if isinstance(value, Office | SpeakerOffice):
        return office_text(value)
    if isinstance(value, StrEnum):
        return spoken(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    if isinstance(value, msgspec.Struct):
        return ", ".join(words for name in value.__struct_fields__ if (words := _words(getattr(value, name))))
    return "" if value is None else str(value)


def _voices(case: Case, claim: Claim) -> Iterable[Voice]:
    said: dict[str, Any] = {
        "said_by": claim.said_by,
        "said_by_name": title_of(case, claim.said_by) if claim.said_by else "",
        "when": claim.when,
        "note": claim.note,
    }
    if not claim.citations:
        return [Voice(**said)]
    return [Voice(**said, **_source(case, citation)) for citation in claim.citations]


def _source(case: Case, citation: Citation) -> dict[str, Any]:
    source = case.get(citation.source)
    known: dict[str, Any] = {"source": citation.source, "credibility": citation.credibility, "quote": citation.quote}
    if not isinstance(source, Source):
        return known
    return known | {
        "source_name": source.name,
        "published": source.published,
        "reliability": source.reliability.value,
        "grade": grade(source, citation),
    }


def grade(source: Source, citation: Citation) -> str:
    """The Admiralty grade of what a source says: its reliability and the credibility of that, "-" where ungraded."""
    return f"{source.reliability.value}{citation.credibility or '-'}"


def voice_text(case: Case, voice: Voice) -> str:
    """Who gives a value, when, and where it was read, with the grade."""
    who = voice.said_by_name
    if voice.when:
        who = f"{who}, {dates.show(voice.when)}" if who else f"said {dates.show(voice.when)}"
    source = case.get(voice.source) if voice.source else None
    where = ""
    if isinstance(source, Source):
        where = f"{source_text(source)}, {voice.grade}"
    elif not who:
        where = "no source on record"
    words = f"{who}, in {where}" if who and where else who or where
    words += f": “{voice.quote}”" if voice.quote else ""
    return f"{words} ({voice.note})" if voice.note else words


def conflicts_page(case: Case, found: Sequence[Dispute], record: Record | None = None) -> Page:
    """The disputes as a page; its data is a list of them."""
    of = f" of {record.id}" if record else ""
    if not found:
        heading = f"No field{of} is disputed."
        hint = "Where sources differ: casefile add-claim ID FIELD=VALUE --source SOURCE"
        return Page(heading, [], [], notes=(hint,))
    open_ = sum(dispute.state != "resolved" for dispute in found)
    fields = f"{len(found)} disputed field{'s' * (len(found) != 1)}{of}"
    sections = [_section(case, dispute) for dispute in found]
    note = "Grades: reliability of the source A–F (F cannot be judged), credibility of what it says 1–6 (- ungraded)."
    first = found[0]
    how = f"Prefer a value by its number: casefile resolve {first.record} {first.label} 1 --reason WHY"
    notes = (note, how) if open_ else (note,)
    return Page(f"{fields}, {open_ or 'none'} without a resolution", sections, as_json(tuple(found)), notes=notes)


def _section(case: Case, dispute: Dispute) -> Section:
    facts = []
    for value in dispute.values:
        marks = [word for word, is_so in (("preferred", value.preferred), ("stands", value.stands)) if is_so]
        facts.append(Fact(str(value.number), value.text + (f" ({', '.join(marks)})" if marks else "")))
        facts += [Fact("", f"- {voice_text(case, voice)}", voice.source or "") for voice in value.voices]
        if not value.voices:
            facts.append(Fact("", "- the record itself; no source on record"))
    if dispute.reason:
        by = f" ({dispute.resolved_by}, {dispute.resolved[:10]})" if dispute.resolved_by else ""
        how = "Was preferred" if dispute.state == "reopened" else "Preferred"
        facts.append(Fact("", f"{how}: {dispute.reason}{by}"))
    state = {"reopened": "reopened: somebody differs since it was resolved"}.get(dispute.state, dispute.state)
    return Section(f"{dispute.record}  {dispute.name}: {_spoken(dispute.label)} ({state})", facts)


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def doubts(found: Iterable[Dispute]) -> list[Fact]:
    """The disputes of a record as facts of its card: each value once, with the sources that give it."""
    facts = []
    for dispute in found:
        values = "; ".join(
            f"{value.text}{' (stands)' if value.stands else ''}{_ids(value.voices)}" for value in dispute.values
        )
        why = f": {dispute.reason}" if dispute.reason and dispute.state == "resolved" else ""
        facts.append(Fact(_spoken(dispute.label), f"{values}. {dispute.state.capitalize()}{why}"))
    return facts


def _ids(voices: Iterable[Voice]) -> str:
    ids = dict.fromkeys(name for voice in voices for name in (voice.said_by, voice.source) if name)
    return f" [{' '.join(ids)}]" if ids else ""


def marked(facts: Iterable[Fact], found: Iterable[Dispute]) -> list[Fact]:
    """The facts of a card, those marked of which the fields are disputed."""
    state: dict[tuple[str, str], str] = {}
    for dispute in found:
        name, _, rest = dispute.field.partition(".")
        number = rest.partition(".")[0]
        state.setdefault((name, number if number.isdigit() else ""), dispute.state)
    met: Counter[str] = Counter()
    shown = []
    for fact in facts:
        name = _FACTS.get(fact.label, fact.label).replace(" ", "_")
        shown.append(_marked(fact, state.get((name, "")) or state.get((name, str(met[name])))))
        met[name] += 1
    return shown


def _marked(fact: Fact, state: str | None) -> Fact:
    if state is None:
        return fact
    return fact._replace(text=f"{fact.text} ({'disputed, resolved' if state == 'resolved' else 'disputed'})")
