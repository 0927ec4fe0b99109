"""What holds of redacting any case, and of the list of what is shown."""

from __future__ import annotations

import re
from datetime import date

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from secret_case import DAY, TABLES, names, uid

from casefile.model import BY_TABLE, RECORD_TYPES, Case, Person, decode, references
from casefile.model.shape import bare, element, field_types
from casefile.views import redaction
from casefile.vocabulary import Confidentiality


def parts_of(kind: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    found = {kind}
    for declared in field_types(kind).values():
        inner = bare(declared)[0]
        inner = bare(element(inner) or inner)[0]
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct) and inner not in found:
            found |= parts_of(inner)
    return found


def test_each_field_of_each_type_is_on_one_list():
    types = set().union(*map(parts_of, RECORD_TYPES))
    assert set(redaction.FIELDS) == types
    for kind in types:
        listed = [field for fields in redaction.FIELDS[kind] for field in fields]
        assert sorted(listed) == sorted(kind.__struct_encode_fields__), kind.__name__


def test_a_field_that_nobody_has_listed_is_hidden(monkeypatch):
    class Wider(Person, frozen=True, kw_only=True):
        blood: str = ""

    monkeypatch.setitem(redaction.FIELDS, Wider, redaction.FIELDS[Person])
    row = msgspec.convert({"names": names("Ana Sol"), "blood": "0 negative"}, Wider)
    for audience in redaction.AUDIENCES:
        assert redaction._Screen(audience, {}).of(row).blood == ""


def test_what_nobody_may_see_is_on_no_other_list():
    for field in ("notes", "confidentiality", "consent", "born"):
        assert field not in redaction.FIELDS[Person].public


class Kept:
    """Records as a case reads them."""

    location = "memory"

    def __init__(self, tables: dict[str, dict[int, dict[str, object]]]) -> None:
        self.tables = tables

    def raw(self, table: str, doc_id: int) -> bytes | None:
        row = self.tables[table].get(doc_id)
        return msgspec.json.encode(row) if row else None

    def items(self, table: str):
        return ((doc_id, msgspec.json.encode(row)) for doc_id, row in self.tables[table].items())


@st.composite
def cases(draw: st.DrawFn) -> Kept:
    """Cases of any shape, each text of which holds the id and field that it stands in, as nothing else does."""
    ids = {
        table: [f"{kind.letter}{n * 7}" for n in range(1, draw(st.integers(1, 4)) + 1)]
        for table, kind in BY_TABLE.items()
    }
    someone, anything = st.sampled_from(ids["people"]), st.sampled_from([one for table in TABLES for one in ids[table]])

    def some(table: str, own: str):
        others = [one for one in ids[table] if one != own]
        return draw(st.sampled_from([*others, None])) if others else None

    def cited(own: str) -> list[dict[str, object]]:
        chosen = draw(st.lists(st.sampled_from(ids["sources"]), max_size=2))
        return [{"source": one, "quote": f"<{own} quote>"} for one in chosen]

    made: dict[str, dict[int, dict[str, object]]] = {table: {} for table in TABLES}
    for table in TABLES:
        for own in ids[table]:
            level = draw(st.sampled_from(["public", "internal", "confidential"]))
            row: dict[str, object] = {"id": own, "uid": uid(ord(own[0]) + 100 * int(own[1:])), "confidentiality": level}
            row |= {"notes": f"<{own} notes>", "citations": cited(own)}
            field, value = {
                "people": ("split_from", draw(someone)),
                "charges": ("alleged_by", draw(someone)),
                "statements": ("about", [draw(anything)]),
                "events": ("place", f"<{own} place>"),
                "sources": ("author", f"<{own} author>"),
            }[table]
            claim = {"field": field, "value": value, "text": str(value), "said_by": draw(someone)}
            made_of = {"field": field, "value": value, "text": str(value), "reason": f"<{own} reason>"}
            row |= {"claims": [claim | {"citations": cited(own)}], "resolutions": [made_of]}
            if table == "people":
                row |= {"names": names(f"<{own} name>"), "split_from": some(table, own), "occupation": f"<{own} work>"}
            elif table == "charges":
                row |= {"person": draw(someone), "offence": f"<{own} offence>", "alleged_by": draw(someone)}
                row |= {"updates": [{"status": "alleged", "when": DAY, "citations": cited(own)}]}
            elif table == "statements":
                row |= {
                    "speaker": draw(someone),
                    "text": f"<{own} text>",
                    "when": DAY,
                    "about": draw(st.lists(anything, max_size=3)),
                }
                row |= {"in_reply_to": some(table, own), "venue": some("events", own)}
            elif table == "events":
                row |= {"kind": "other", "when": DAY, "text": f"<{own} text>", "charge": some("charges", own)}
                row |= {"participants": [{"person": one} for one in draw(st.lists(someone, max_size=3))]}
            else:
                row |= {"title": f"<{own} title>", "relays": some(table, own)}
            made[table][int(own[1:])] = row
    return Kept(made)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.sampled_from(redaction.AUDIENCES))
def test_of_any_case_all_that_is_visible_is_shown_and_nothing_else(kept, audience):
    case = Case(kept)
    made = redaction.redact(case, audience, date(2026, 11, 23), lambda: "x")
    rank = list(Confidentiality).index
    ids = {record.id for record in made.records}
    said = b"\n".join(msgspec.json.encode(record) for record in made.records).decode()
    assert len(ids) == len(made.records)
    for kind in RECORD_TYPES:
        numbers = [int(record.id[1:]) for record in made.records if isinstance(record, kind)]
        assert numbers == list(range(1, len(numbers) + 1))
    for record in made.records:
        assert {mention.target for mention in references(record)} <= ids
        assert decode(type(record), msgspec.json.encode(record)) == record
    for record in case.everything():
        visible = rank(record.confidentiality) <= rank(audience)
        assert (redaction.stand_in(record.uid, hidden=False) in said) is visible
        assert record.uid not in said
        told = {part for part in re.findall(r"<(\w+ \w+)>", said) if part.startswith(f"{record.id} ")}
        if not visible:
            assert not told
        else:
            assert told
            assert (f"{record.id} notes" in told) is (audience is Confidentiality.INTERNAL)
            assert (f"{record.id} reason" in told) is (audience is Confidentiality.INTERNAL) or record.table not in (
                "events",
                "sources",
            )


def test_what_cannot_be_without_what_is_gone_goes_as_well():
    rows = {table: {} for table in TABLES}
    rows["charges"] = {
        1: {"id": "C1", "uid": uid(1), "person": "P9", "offence": "x", "updates": [{"status": "alleged", "when": DAY}]}
    }
    rows["sources"] = {1: {"id": "R1", "uid": uid(2), "title": "y"}}
    made = redaction.redact(Case(Kept(rows)), Confidentiality.PUBLIC, date(2026, 11, 23), lambda: "x")
    assert [record.id for record in made.records] == ["R1"]
