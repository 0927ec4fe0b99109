"""From a text taken apart to drafts of records: everybody in it, what they said, what happened, what is alleged."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from casefile.dates import When
from casefile.ingest.accusations import Accusation, Accusations, untold
from casefile.ingest.actors import Actor, PrintedOffice
from casefile.ingest.analysis import Analysis
from casefile.ingest.cast import Cast
from casefile.ingest.concerning import spoken_of
from casefile.ingest.custody import Custody
from casefile.ingest.dating import Calendar, DateSpan, plain
from casefile.ingest.drafts import Article, Draft, Span
from casefile.ingest.happened import Happening
from casefile.ingest.happenings import ONE_EACH, Happenings
from casefile.ingest.memberships import Memberships
from casefile.ingest.rules import rules_for
from casefile.ingest.speech import Said, Speech
from casefile.ingest.story import Story
from casefile.names import script_of
from casefile.vocabulary import ChargeStatus, EventKind, ParticipantRole, PersonKind, Role

#: What a court or an authority orders up to a day.
_ORDERED = {EventKind.CUSTODY_EXTENSION, EventKind.ARREST, EventKind.HOUSE_ARREST, EventKind.DETENTION}
_JUST_AFTER = 2  # sentences over which somebody is still speaking on the same occasion
_NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def extract(analysis: Analysis, article: Article, known: Mapping[str, tuple[str, ...]] = _NOBODY) -> list[Draft]:
    """What an article proposes, in the order of its text.

    Args:
        analysis: The text, taken apart by the tagger of its language.
        article: What is known of the document; dates are reckoned from ``published``.
        known: Names of the people whom the case has already, by id; they are found where no tagger is.
    """
    rules = rules_for(analysis.lang)
    if rules is None or not analysis.sentences:
        from casefile.ingest.untagged import extract_untagged

        return extract_untagged(analysis, article, known)
    story = Story(analysis, article, rules)
    cast = Cast(story)
    calendar = Calendar(analysis.text, article, rules.dates)
    speech = Speech(story, cast)
    said = speech.read()
    happenings = Happenings(story, cast, calendar, said)
    events = Memberships(story, happenings.slots).share(happenings.read())
    Custody(story, happenings).mark()
    accusations = Accusations(story, cast, said, events).read()
    return _Drafting(story, cast, calendar, happenings).drafts(said, untold(events, accusations), accusations)


class _Drafting:
    """Writes down what was found as drafts that refer to each other."""

    def __init__(self, story: Story, cast: Cast, calendar: Calendar, happenings: Happenings) -> None:
        self.story = story
        self.cast = cast
        self.calendar = calendar
        self.happenings = happenings
        self.keys: dict[int, str] = {}
        #: When and where each speaker spoke last, for what a pronoun carries on.
        self._carried: dict[int, tuple[DateSpan | None, Happening | None, int]] = {}

    def drafts(self, said: list[Said], events: list[Happening], accusations: list[Accusation]) -> list[Draft]:
        for one in said:
            one.speaker.drafted = True
        people = [actor for actor in self.cast.actors if actor.drafted]
        for number, actor in enumerate(people, 1):
            self.keys[id(actor)] = f"p{number}"
        for number, event in enumerate(events, 1):
            self.keys[id(event)] = f"e{number}"
        made = [(min(actor.spans), self._person(actor)) for actor in people]
        made += [(event.span, self._event(event)) for event in events]
        made += [(one.span, self._statement(f"s{n}", one, events)) for n, one in enumerate(said, 1)]
        made += [(one.span, self._charge(f"c{n}", one)) for n, one in enumerate(accusations, 1)]
        return [draft for _, draft in sorted(made, key=lambda pair: pair[0])]

    def _ref(self, actor: Actor) -> str:
        return f"@{self.keys[id(actor)]}"

    def _person(self, actor: Actor) -> Draft:
        fields: dict[str, Any] = {} if actor.kind is PersonKind.INDIVIDUAL else {"kind": str(actor.kind)}
        fields["names"] = [self._name(actor.name, "primary"), *(self._name(alias, "alias") for alias in actor.aliases)]
        if actor.count:
            fields["count"] = dict(actor.count)
        roles = actor.roles - ({Role.OFFICIAL} if Role.DETAINEE in actor.roles else set())
        if roles:
            fields["roles"] = sorted(str(role) for role in roles)
        if actor.nationality:
            fields["nationality"] = list(actor.nationality)
        if actor.occupation:
            fields["occupation"] = actor.occupation
        if actor.offices:
            fields["offices"] = [_office(office) for office in actor.offices]
        spans = (*actor.spans, *(office.span for office in actor.offices))
        return Draft(
            key=self.keys[id(actor)],
            table="people",
            fields=fields,
            spans=tuple(spans),
            sentence=self._sentence(actor.spans[0]),
            certainty=actor.certainty,
            reason=actor.reason,
        )

    def _name(self, text: str, kind: str) -> dict[str, str]:
        return {"text": text, "lang": self.story.lang, "script": script_of(text), "type": kind}

    def _sentence(self, span: Span) -> Span:
        tree = self.story.tree_at(span[0])
        return (tree.start, max(tree.stop, span[1])) if tree is not None else span

    def _statement(self, key: str, one: Said, events: list[Happening]) -> Draft:
        date, venue = self._occasion(one, events)
        when = self.calendar.read(date) if date is not None else venue.when if venue is not None else None
        if when is None or not when.edtf:
            when = self.calendar.by_publication()
        fields: dict[str, Any] = {
            "speaker": self._ref(one.speaker),
            "mode": str(one.mode),
            "text": self.story.text[one.span[0] : one.span[1]],
            "lang": self.story.lang,
            "when": plain(when),
        }
        if one.speaker.offices:
            fields["office"] = _office(one.speaker.offices[0])
        if one.verb:
            fields["verb"] = one.verb
        saying = one.frame.saying if one.frame is not None else None
        if saying is not None and saying.kind is not None:
            fields["kind"] = str(saying.kind)
        if venue is not None:
            fields["venue"] = f"@{self.keys[id(venue)]}"
        if about := self._about(one, events):
            fields["about"] = about
        spans: list[Span] = [one.span]
        if one.frame is not None:
            tree = one.frame.tree
            spans.append((tree[one.frame.at].start, tree[one.frame.at].stop))
        return Draft(
            key=key,
            table="statements",
            fields=fields,
            spans=tuple(spans),
            sentence=one.sentence,
            certainty=one.certainty,
            reason=f"said by {one.speaker.name}: {one.reason}",
        )

    def _venue(self, one: Said, events: list[Happening]) -> Happening | None:
        return next(
            (
                event
                for event in events
                if event.kind is EventKind.BRIEFING
                and one.speaker in event.who
                and one.frame is not None
                and event.tree is one.frame.tree
            ),
            None,
        )

    def _about(self, one: Said, events: list[Happening]) -> list[str]:
        """Whom and what the words that are said speak of: the named, the counted, those who are held, what happened."""
        told = [a for a in spoken_of(self.cast, one.span) if id(a) in self.keys and a is not one.speaker]
        spoken = [event for event in self.happenings.spoken_of(one.span, events) if id(event) in self.keys]
        return [*(self._ref(actor) for actor in told), *(f"@{self.keys[id(event)]}" for event in spoken)]

    def _event(self, event: Happening) -> Draft:
        role = _ROLES.get(
            event.kind, ParticipantRole.SUBJECT if event.kind in ONE_EACH else ParticipantRole.PARTICIPANT
        )
        fields: dict[str, Any] = {"kind": str(event.kind), "when": plain(event.when)}
        if event.known is not None:
            fields["known"] = plain(event.known)
        if event.place:
            fields["place"] = event.place
        if event.who:
            fields["participants"] = [{"person": self._ref(actor), "role": str(role)} for actor in event.who]
        if event.planned:
            fields["planned"] = True
        spans: list[Span] = [event.span]
        if event.date is not None:
            spans.append((event.date.start, event.date.stop))
        if (ends := self._end(event)) is not None:
            fields["until"] = plain(ends[0])
            spans.append((ends[1].start, ends[1].stop))
        subject = event.who[0].name if event.who else ""
        return Draft(
            key=self.keys[id(event)],
            table="events",
            fields=fields,
            spans=tuple(spans),
            sentence=(event.tree.start, event.tree.stop),
            certainty=event.certainty,
            reason=f"{event.reason}, of {subject}" if subject else event.reason,
        )

    def _occasion(self, one: Said, events: list[Happening]) -> tuple[DateSpan | None, Happening | None]:
        """When and where something was said: as its sentence has it, or as a pronoun carries it on from just before."""
        date, venue = self.happenings.of_frame(one), self._venue(one, events)
        if one.frame is None:
            return date, venue
        number = one.frame.tree.number
        if date is None and venue is None and not one.frame.sure:
            date, venue, last = self._carried.get(id(one.speaker), (None, None, 0))
            return (date, venue) if number - last <= _JUST_AFTER else (None, None)
        self._carried[id(one.speaker)] = (date, venue, number)
        return date, venue

    def _end(self, event: Happening) -> tuple[When, DateSpan] | None:
        """Up to when custody is ordered, where words after it in its sentence say so and no event comes between."""
        if event.kind not in _ORDERED:
            return None
        later = [other.span[0] for other in self.happenings.found if other.span[0] > event.span[0]]
        stop = min([event.tree.stop, *later])
        span = next((one for one in self.calendar.spans if one.until and event.span[1] <= one.start < stop), None)
        when = self.calendar.end(span, event.when) if span is not None else None
        return None if span is None or when is None else (when, span)

    def _charge(self, key: str, one: Accusation) -> Draft:
        when = self.calendar.by_publication()
        fields: dict[str, Any] = {
            "person": self._ref(one.against),
            "alleged_by": self._ref(one.by),
            "offence": " ".join(self.story.text[slice(*each)] for each in (*filter(None, (one.lead,)), one.span)),
            "updates": [{"status": str(one.status), "when": plain(when)}],
        }
        if one.article:
            fields["article"] = one.article
        if one.code:
            fields["code"] = one.code
        said = "convicted" if one.status is ChargeStatus.CONVICTED else "accused"
        return Draft(
            key=key,
            table="charges",
            fields=fields,
            spans=tuple(one.spans),
            sentence=(one.tree.start, one.tree.stop),
            certainty=one.certainty,
            reason=f"{one.against.name} {said} by {one.by.name}: {one.reason}",
        )


def _office(office: PrintedOffice) -> dict[str, str]:
    parts = {"title": office.title, "organisation": office.organisation, "country": office.country}
    return {name: part for name, part in parts.items() if part}


_ROLES = {EventKind.BRIEFING: ParticipantRole.SPEAKER}
