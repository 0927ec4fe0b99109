"""What a story tells as having happened, or as fixed for a day: the kind, whom it happened to, where and when."""

from __future__ import annotations

from casefile.dates import When
from casefile.ingest.actors import Actor
from casefile.ingest.briefings import Briefings
from casefile.ingest.cast import Cast
from casefile.ingest.dating import Calendar, DateSpan
from casefile.ingest.drafts import Certainty, Span
from casefile.ingest.event_dates import EventDates
from casefile.ingest.gaps import Gaps
from casefile.ingest.happened import (
    Happening,
    all_named,
    complete,
    date_exchange,
    go_on,
    may_be_one,
    meet,
    of_one,
    same_day,
    told_by_exchange,
)
from casefile.ingest.lending import Lending
from casefile.ingest.occasions import Occasions
from casefile.ingest.reality import Reality
from casefile.ingest.rules import Slot, Trigger
from casefile.ingest.slots import Slots
from casefile.ingest.speech import Said
from casefile.ingest.story import Story
from casefile.ingest.trees import Tree
from casefile.vocabulary import EventKind, PersonKind, Role

#: The kinds of which each subject has one of their own.
ONE_EACH = frozenset(
    {
        EventKind.DETENTION, EventKind.ARREST, EventKind.CUSTODY_EXTENSION, EventKind.HOUSE_ARREST, EventKind.CHARGE,
        EventKind.VERDICT, EventKind.SENTENCE, EventKind.TRANSFER, EventKind.RELEASE, EventKind.EXCHANGE,
        EventKind.DEPORTATION, EventKind.DEATH, EventKind.CONSULAR_VISIT, EventKind.LAWYER_VISIT,
    }
)  # fmt: skip
#: Whoever these happen to is held, or was.
_HELD_BY = ONE_EACH - {EventKind.DEATH, EventKind.CHARGE, EventKind.VERDICT}
_PEOPLE = frozenset({PersonKind.INDIVIDUAL, PersonKind.GROUP, PersonKind.UNIDENTIFIED})
_SITTINGS = frozenset({EventKind.HEARING, EventKind.APPEAL})
_VISITS = frozenset({EventKind.CONSULAR_VISIT, EventKind.LAWYER_VISIT})
_TERMS = frozenset({EventKind.SENTENCE})
_TALKS = frozenset({EventKind.MEETING, EventKind.PHONE_CALL})


class Happenings:
    """Finds the events of a story."""

    def __init__(self, story: Story, cast: Cast, calendar: Calendar, said: list[Said]) -> None:
        self.story = story
        self.cast = cast
        self.calendar = calendar
        self.said = said
        self.slots = Slots(story, cast)
        self.reality = Reality(story)
        self.dates = EventDates(story, calendar, self.reality)
        self.gaps = Gaps(cast, calendar)
        self.lending = Lending(story, cast, calendar, self.dates)
        self.found: list[Happening] = []
        self.occasions = Occasions(story, calendar, self.reality, said, self.found)
        self.briefings = Briefings(story, self.slots, self.occasions, calendar, said, self.found)
        #: What is told of nobody: "the exchange took place on Thursday" dates an exchange told before.
        self._bare: list[Happening] = []
        self._by_head: dict[str, list[tuple[tuple[str, ...], Trigger]]] = {}
        for trigger in story.rules.triggers:
            for phrase in trigger.words:
                words = tuple(phrase.split())
                self._by_head.setdefault(words[0], []).append((words, trigger))

    def read(self) -> list[Happening]:
        """The events, in the order of the text, each once."""
        for tree in self.story.trees:
            triggers = self.triggers(tree)
            dates = self.dates.of(tree, [place for place, _ in triggers])
            verbs = {at for at, trigger in triggers if not trigger.noun}
            for at, trigger in triggers:
                if trigger.noun and not self._own_date(tree, at, trigger, dates.get(at), verbs):
                    dates.pop(at, None)
                self._tell(tree, at, trigger, dates.get(at))
                for date in self.dates.joined(tree, dates.get(at)):
                    self._tell(tree, at, trigger, date)
            self.lending.note(tree, self.found)
            self._in_custody(tree)
        return self._once()

    def _own_date(self, tree: Tree, at: int, trigger: Trigger, date: DateSpan | None, verbs: set[int]) -> bool:
        """Whether a date is that of a noun, and not of the verb over it: "жалоба на арест подана 10 октября"."""
        verb = next((up for up in tree.ups(at) if tree.finite(up)), -1)
        if date is None or self.story.rules.by_tree:
            return True
        before = tree.words[at - 1] if at else ""
        if {before, tree.preposition(at)} & self.story.rules.before:
            return False
        if trigger.kind in _SITTINGS and any(tree.has(up, self.story.rules.putting_off) for up in tree.ups(at)):
            place = next((n for n, token in enumerate(tree.tokens) if token.stop > date.start), 0)
            return tree.has(place, self.story.rules.putting_off)
        if trigger.solid or verb not in verbs:
            return True
        under = tree.under(at)
        inside = any(date.start <= tree[place].start < date.stop for place in under)
        return inside or tree[at].rel.startswith("nsubj") or tree.preposition(at) in self.story.rules.upon

    def triggers(self, tree: Tree) -> list[tuple[int, Trigger]]:
        """The triggers of a sentence, each with the token of its head."""
        found: list[tuple[int, Trigger]] = []
        taken: set[int] = set()
        for at in range(len(tree)):
            if tree[at].start < self.story.body:
                continue
            known = [pair for key in sorted({tree.lemmas[at], tree.words[at]}) for pair in self._by_head.get(key, ())]
            if not known:
                continue
            near = self.reality.stretch(tree, at)
            others = [
                place
                for place in (*near, *self._far(tree, at))
                if place != at and not self._of_date(tree, place) and self._belongs(tree, at, place)
            ]
            there = {word for place in others for word in (tree.lemmas[place], tree.words[place])}
            standing = [pair for pair in known if there.issuperset(pair[0][1:])]
            for words, trigger in sorted(standing, key=lambda pair: (not pair[1].by, -len(pair[0]))):
                if self._fits(tree, at, words, trigger, set(near)):
                    found.append((at, trigger))
                    taken |= self._rest_of_phrase(tree, at, words)
                    break
        return [(at, trigger) for at, trigger in found if not (trigger.noun and at in taken)]

    def _far(self, tree: Tree, at: int) -> list[int]:
        """What stands after a verb up to the next, past the commas: "placed Ann Poe, a union leader, under arrest"."""
        if not self.story.rules.by_tree or tree[at].pos != "VERB":
            return []
        ends = {"VERB", "AUX", "SCONJ"}
        stop = next((n for n in range(at + 1, len(tree)) if tree[n].pos in ends or tree.words[n] in ":;"), len(tree))
        return list(range(at + 1, min(stop, at + _REACH)))

    def _rest_of_phrase(self, tree: Tree, at: int, words: tuple[str, ...]) -> set[int]:
        """The other words of the phrase of a trigger, which tell of nothing else: "trial" in "went on trial"."""
        if not self.story.rules.by_tree:
            return set()
        near = [p for p in self.reality.stretch(tree, at) if p != at and self._belongs(tree, at, p)]
        places = [[place for place in near if tree.has(place, (word,))] for word in words[1:]]
        return {min(found, key=lambda place: abs(place - at)) for found in places if found}

    def _fits(self, tree: Tree, at: int, words: tuple[str, ...], trigger: Trigger, clause: set[int]) -> bool:
        if trigger.noun and tree[at].pos not in {"NOUN", "PROPN"} and not self._as_noun(tree, at):
            return False
        if not trigger.noun and len(words) == 1 and tree[at].pos not in {"VERB", "AUX", "ADJ"}:
            return False
        if self.story.rules.by_tree and not trigger.noun and self._no_verb(tree, at):
            return False
        if any(self._phrase_in(tree, clause, phrase) for phrase in trigger.without):
            return False
        if trigger.by and not (self.slots.done_by(tree, at, trigger.by) and self._visited(tree, at, trigger)):
            return False
        seen = self.story.rules.by_tree and trigger.kind in _VISITS and not trigger.noun
        if seen and not self._visited(tree, at, trigger):
            return False
        if trigger.under and not self._governed(tree, at, trigger.under):
            return False
        return not trigger.needs or any(self._phrase_in(tree, clause, phrase) for phrase in trigger.needs)

    def _as_noun(self, tree: Tree, at: int) -> bool:
        """Whether a tagger took a noun of action for a verb: "слушание" as the subject of "начнётся"."""
        place = tree[at].rel.split(":")[0] in {"nsubj", "obj", "obl", "nmod"}
        return place and not self.story.rules.by_tree

    def _governed(self, tree: Tree, at: int, words: frozenset[str]) -> bool:
        """Whether a verb stands in what another orders or rules."""
        head = tree[at].head
        return head >= 0 and tree[at].rel in {"ccomp", "xcomp"} and tree.has(head, words)

    def _belongs(self, tree: Tree, at: int, place: int) -> bool:
        """Whether a word can be of one phrase with its head: it hangs from it, or stands close by."""
        if not self.story.rules.by_tree:
            return True
        under = at in tree.ups(place)
        if tree[place].pos == "ADP":
            return place > at and (under or place - at == 1)
        if tree[place].pos == "NOUN" and place > at and not any(tree.finite(n) for n in range(at + 1, place)):
            return True  # "handed the ambassador, Ann Poe, a note"
        return under or abs(place - at) <= _CLOSE

    def _no_verb(self, tree: Tree, at: int) -> bool:
        """Whether a word only looks like a verb: "jail" in "to jail", whatever hangs from it."""
        if tree[at].rel.startswith("aux"):
            return True  # "had", of "had discussed"
        inside = tree[at].rel.split(":")[0] in {"compound", "obl", "nmod", "obj", "appos", "flat"}
        return tree[at].pos in {"PROPN", "ADP"} or (tree[at].pos == "NOUN" and inside)

    def _of_date(self, tree: Tree, place: int) -> bool:
        """Whether a noun is part of a date: "month" in "last month" is no sentence."""
        start = tree[place].start
        return (
            self.story.rules.by_tree
            and tree[place].pos == "NOUN"
            and any(span.start <= start < span.stop for span in self.calendar.spans)
        )

    def spoken_of(self, span: Span, events: list[Happening]) -> list[Happening]:
        """The events that some words speak of: told in them, or named in them by a word that can mean no other."""
        found = [event for event in events if span[0] <= event.tree[event.at].start < span[1]]
        for tree in self.story.trees:
            if tree.stop <= span[0] or span[1] <= tree.start:
                continue
            for at, trigger in self.triggers(tree):
                if not span[0] <= tree[at].start < span[1] or trigger.slot is Slot.SPEAKER:
                    continue
                if not self.reality.holds(tree, at, trigger, dated=True):
                    continue
                same = [event for event in events if event.kind is trigger.kind and not event.planned]
                if who := self.slots.who(tree, at, trigger):
                    same = [event for event in same if any(actor in who for actor in event.who)]
                if who or len(same) == 1:
                    found += [event for event in same if event not in found]
        return found

    def _visited(self, tree: Tree, at: int, trigger: Trigger) -> list[Actor]:
        """Whom somebody visits who hold no office themselves."""
        found = self.slots.who(tree, at, trigger) or self._beside_visitor(tree, at)
        return [actor for actor in found if not actor.roles - {Role.DETAINEE}] or [
            actor for actor in found if Role.DETAINEE in actor.roles
        ]

    def _beside_visitor(self, tree: Tree, at: int) -> list[Actor]:
        """The one name beside a visitor's that the tagger took for a subject: "Касымова посетила адвокат Бекова"."""
        if self.story.rules.by_tree:
            return []
        low, high = self.reality.between_borders(tree, at)
        people = [self.cast.people.at(tree, n) for n in range(low, high) if not tree.preposition(n)]
        others = {id(a): a for a in people if a is not None and not a.offices and not a.roles - {Role.DETAINEE}}
        return list(others.values()) if len(others) == 1 else []

    def _phrase_in(self, tree: Tree, places: set[int], phrase: str) -> bool:
        words = tuple(phrase.split())
        return any(tree.phrase(place, words) for place in places)

    def _tell(self, tree: Tree, at: int, trigger: Trigger, date: DateSpan | None) -> None:
        """Take down what a trigger tells of, if it tells of anything."""
        attributive = self.slots.participle(tree, at)
        if trigger.slot is Slot.SPEAKER:
            self.briefings.tell(tree, at, trigger, date)
            return
        if self.story.rules.by_tree and tree[at].rel == "amod":
            self._held([a for a in self.slots.who(tree, at, trigger) if a.named and not a.offices], trigger.kind)
            return
        until = date is not None and self.story.rules.by_tree and date.start <= tree[at].start < date.stop
        planned = not trigger.ordered and (
            until or self.reality.planned(tree, at, trigger) or self._to_come(tree, at, trigger, date)
        )
        if planned and date is not None and self._day_of_past(tree, at, date):
            return
        if not self._happened(tree, at, trigger, dated=date is not None, planned=planned):
            return
        who, among = self._people(tree, at, trigger, attributive=attributive)
        gaps = (
            self.gaps.after(tree, at)
            if tree.finite(at) and trigger.kind in ONE_EACH and not self.story.rules.by_tree
            else []
        )
        who = [actor for actor in who if not any(actor is other for other, _ in gaps)] if gaps else who
        if not who and trigger.kind in ONE_EACH and date is not None and not planned:
            when = self.calendar.read(date)
            self._bare.append(Happening(trigger.kind, tree, at, (tree[at].start, tree[at].stop), date=date, when=when))
        if not self._enough(tree, at, trigger, who, dated=date is not None, attributive=attributive):
            return
        token = tree[at]
        event = Happening(
            trigger.kind,
            tree,
            at,
            (token.start, token.stop),
            who=who,
            planned=planned,
            place=self.slots.place(tree, at),
            weak=attributive and date is None,
            since=trigger.dated and trigger.kind is EventKind.DETENTION,
            reason=f"“{token.text}”",
        )
        self._dated(event, date, among)
        quoted = self.story.quoted(token.start) is not None
        plain = not trigger.noun and not attributive and not quoted and not planned
        if plain and who and all(self.cast.fully_named(tree, actor) for actor in who):
            event.certainty = Certainty.CERTAIN
        self.found.append(event)
        self._held(who, trigger.kind)
        for actor, own in gaps if who else ():
            other = of_one(event, actor)
            self._dated(other, own or date, None)
            self.found.append(other)
            self._held([actor], trigger.kind)

    def _day_of_past(self, tree: Tree, at: int, date: DateSpan) -> bool:
        """Whether a date is that of another verb, in the past: "were freed on Monday and will be deported"."""
        place = next((n for n, token in enumerate(tree.tokens) if token.stop > date.start), 0)
        verb = tree.clauses[place]
        return verb not in {at, tree.clauses[at]} and self.reality.past(tree, verb)

    def _to_come(self, tree: Tree, at: int, trigger: Trigger, date: DateSpan | None) -> bool:
        """Whether it is told in the present tense with a day that is still to come."""
        if trigger.kind not in _SITTINGS or date is None or not self._open(tree, at):
            return False
        ahead, published = self.calendar.read(date, ahead=True), self.calendar.published
        if published is None or ahead.earliest is None:
            return False
        if self.story.rules.by_tree:
            return date is not self.dates.heading(tree) and ahead.earliest > published
        return 0 < (ahead.earliest - published).days <= _SOON

    def _open(self, tree: Tree, at: int) -> bool:
        """Whether nothing shows that a sitting is over: the present tense, or a line of a list without a verb."""
        if self.story.rules.by_tree:
            return self.reality.still_to_come(tree, at)
        return not any(tree.feat(n, "Tense") == "Past" for n in range(len(tree)))

    def _in_custody(self, tree: Tree) -> None:
        """Note who is told to be held, without a word of when that began."""
        for at in range(len(tree)):
            if tree.has(at, self.story.rules.rest) and at + 1 < len(tree):
                self.cast.groups.at(tree, at + 1)
            if tree.has(at, self.story.rules.holding) and tree.finite(at) and self.story.told(tree, at):
                slot = Slot.SUBJECT if tree.feat(at, "Voice") == "Mid" else Slot.OBJECT
                who = self.slots.who(tree, at, Trigger(EventKind.DETENTION, (), slot))
                if not self.reality.holds(tree, at, Trigger(EventKind.DETENTION, ()), dated=False):
                    continue
                for actor in who:
                    if actor.kind in {PersonKind.INDIVIDUAL, PersonKind.GROUP} and not actor.roles - {Role.DETAINEE}:
                        actor.roles.add(Role.DETAINEE)
                        actor.drafted = True

    def _held(self, who: list[Actor], kind: EventKind) -> None:
        """Note that these people are held, or were, if the kind of event says so."""
        for actor in who if kind in _HELD_BY else ():
            if actor.kind in {PersonKind.INDIVIDUAL, PersonKind.UNIDENTIFIED}:
                actor.roles.add(Role.DETAINEE)

    def _happened(self, tree: Tree, at: int, trigger: Trigger, *, dated: bool, planned: bool) -> bool:
        """Whether it is told as a fact, or as fixed for a day; in a quotation a pronoun alone tells of nobody."""
        if (planned and not dated) or (trigger.ahead and not planned) or (trigger.dated and not dated):
            return False
        if not planned and not self.reality.holds(tree, at, trigger, dated=dated):
            return False
        if self.story.quoted(tree[at].start) is None or not self.slots.by_pronoun(tree, at, trigger):
            return True
        return self.story.rules.by_tree and self._of_the_only_one(self.slots.who(tree, at, trigger))

    def _of_the_only_one(self, who: list[Actor]) -> bool:
        """Whether a pronoun in a quotation can mean no other: of those who are held only these are left to speak of."""
        held = [a for a in self.cast.actors if Role.DETAINEE in a.roles and a.kind in _PEOPLE]
        return bool(who) and set(map(id, who)) == set(map(id, held))

    def _people(
        self, tree: Tree, at: int, trigger: Trigger, *, attributive: bool
    ) -> tuple[list[Actor], Happening | None]:
        """Whom a trigger is about; and the event that it repeats, where it only says who else was among its people."""
        among: Happening | None = None
        if attributive and self.slots.is_one_of(tree, at):
            among = next((e for e in reversed(self.found) if e.kind is trigger.kind), None)
            who = self.slots.one_of(tree, at) if among is not None else []
        elif trigger.by or (self.story.rules.by_tree and trigger.kind in _VISITS):
            who = self._visited(tree, at, trigger)
        else:
            who = self.slots.who(tree, at, trigger)
        if not who and trigger.slot is Slot.EVERYBODY and tree.number + 1 < len(self.story.trees):
            after = self.story.trees[tree.number + 1]
            if self.story.paragraph_at(after.start) == self.story.paragraph_at(tree.start):
                who = self.slots.who(after, 0, trigger)
        if who and trigger.kind in ONE_EACH and trigger.kind not in _VISITS:
            joined = [*self.slots.along(tree, at), *(self.slots.terms(tree, at) if trigger.kind in _TERMS else ())]
            who = who + [actor for actor in joined if actor not in who]
        return who + [actor for actor in self.slots.included(tree, who) if actor not in who], among

    def _enough(
        self, tree: Tree, at: int, trigger: Trigger, who: list[Actor], *, dated: bool, attributive: bool
    ) -> bool:
        """Whether it is known well enough whom it is about."""
        talks = trigger.kind in _TALKS
        attributive = attributive and not (self.story.rules.by_tree and trigger.slot is Slot.NONE)
        if not who and (trigger.kind in ONE_EACH or attributive or (talks and trigger.noun and not dated)):
            return False
        named = any(actor.named for actor in who)
        if not self.story.rules.by_tree and trigger.noun and not trigger.solid and not who and not dated:
            return False
        if self.story.rules.by_tree:
            if self.story.quoted(tree[at].start) is not None and not named and not self._of_the_only_one(who):
                return False
            if talks and not trigger.noun and len(who) < _TWO:
                return False
        took_place = self.story.rules.by_tree or not trigger.noun or self.reality.took_place(tree, at)
        return not talks or named or (dated and took_place)

    def _dated(self, event: Happening, date: DateSpan | None, among: Happening | None) -> None:
        """Set when it happened, and when it became known."""
        if among is not None:
            event.when, event.known, event.date, event.weak = among.when, among.known, among.date, False
        elif date is not None and self.reality.became_known(event.tree, event.at):
            event.known = self.calendar.read(date)
            own = self.dates.besides(event.tree, event.at, date) if self.story.rules.by_tree else None
            event.date = own
            event.when = (
                self.calendar.read(own)
                if own is not None
                else self.calendar.before(event.known, f"known {event.known.text}")
            )
        elif date is not None:
            event.date = date
            event.when = self.calendar.read(date, ahead=event.planned)
        elif self.reality.earlier(event.tree, event.at) and (told := self._told_before(event.tree)) is not None:
            event.when = self.calendar.before(told, f"before {told.text}")

    def of_frame(self, said: Said) -> DateSpan | None:
        """The date that stands with the frame of a statement, outside what is said."""
        return self.occasions.of_frame(said)

    def _told_before(self, tree: Tree) -> When | None:
        """The date that the story told last before a sentence."""
        before = [span for span in self.calendar.spans if self.story.body <= span.start < tree.start and not span.until]
        return self.calendar.read(before[-1]) if before else None

    def _once(self) -> list[Happening]:
        """Each event once: what is told again adds its date and its people."""
        kept: list[Happening] = []
        for event in sorted(self.found, key=lambda one: (one.weak, one.when.edtf == "", one.span)):
            if event.kind in ONE_EACH:
                for actor in event.who:
                    same = [k for k in kept if k.kind is event.kind and actor in k.who and may_be_one(k, event)]
                    if same:
                        complete(same[0], event)
                    else:
                        kept.append(of_one(event, actor))
                continue
            same = [k for k in kept if k.kind is event.kind and may_be_one(k, event) and meet(k, event)]
            if same:
                complete(same[0], event)
                same[0].who += [actor for actor in event.who if actor not in same[0].who]
            else:
                kept.append(event)
        kept = self.lending.lend(kept, self._bare)
        if self.story.rules.by_tree:
            told_by_exchange(kept)
            date_exchange(kept, self._bare)
            go_on(kept)
        kept = [event for event in self._named_once(kept) if not self._of_relative(event)]
        for event in kept:
            for actor in event.who:
                actor.drafted = True
                if event.kind in _HELD_BY and actor.kind in _PEOPLE:
                    actor.roles.add(Role.DETAINEE)
        return sorted(kept, key=lambda one: one.span)

    def _of_relative(self, event: Happening) -> bool:
        """Whether it is the death of somebody's relative whom the story does not name."""
        unnamed = all(a.kind is PersonKind.UNIDENTIFIED and Role.FAMILY in a.roles for a in event.who)
        return event.kind is EventKind.DEATH and unnamed

    def _named_once(self, kept: list[Happening]) -> list[Happening]:
        """Without those that tell of somebody unnamed what another tells of somebody named, of the same day."""
        named = [e for e in kept if e.who and all(actor.named for actor in e.who)]
        kept = [e for e in kept if not all_named(e, named)]
        counted = [] if self.story.rules.by_tree else [e for e in kept if e.who and e.who[0].count]
        return [
            e
            for e in kept
            if e in named
            or not e.who
            or any(actor.kind is not PersonKind.UNIDENTIFIED for actor in e.who)
            or not any(n.kind is e.kind and n.planned == e.planned and same_day(n, e) for n in [*named, *counted])
        ]


#: Days after publication within which a list of what is to come has its dates.
_SOON = 45
_TWO = 2
#: Tokens from the head of a phrase within which its other words may stand, whatever the tree says.
_CLOSE = 6
#: Tokens from the head of a phrase to those that commas part from it.
_REACH = 24
