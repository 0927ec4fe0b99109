"""The rights that a checklist goes through, in our own words, each with its treaty and what in a record bears on it."""

from __future__ import annotations

from typing import NamedTuple

from casefile.vocabulary import EventKind, Right

VIENNA = "Vienna Convention on Consular Relations (1963)"
COVENANT = "International Covenant on Civil and Political Rights (1966)"


class Entitlement(NamedTuple):
    """A right as a checklist has it.

    Attributes:
        right: Its term.
        treaty: The treaty.
        article: Article and paragraph, told from all others by themselves.
        words: What it is, in our words; the treaty's own are what holds.
        kinds: Events of these kinds bear on it by what they are; others only where the record says so.
        beside: Events of these kinds are told of, but show neither that it was honoured nor that it was not.
        time: When it is to be honoured, as the treaty says; empty where it names no time.
        benchmark: How courts and committees have read that, for reference.
    """

    right: Right
    treaty: str
    article: str
    words: str
    kinds: frozenset[EventKind] = frozenset()
    beside: frozenset[EventKind] = frozenset()
    time: str = ""
    benchmark: str = ""


ENTITLEMENTS = (
    Entitlement(
        Right.CONSULAR_ACCESS,
        VIENNA,
        "36(1)(a)",
        "Consular officers and the person are free to communicate, and the officers have access.",
        kinds=frozenset({EventKind.CONSULAR_VISIT}),
    ),
    Entitlement(
        Right.CONSULAR_NOTIFICATION,
        VIENNA,
        "36(1)(b)",
        "If the person asks for it, the authorities tell the consular post of the detention.",
        kinds=frozenset({EventKind.CONSULAR_NOTIFICATION}),
        time="without delay",
    ),
    Entitlement(
        Right.TOLD_OF_CONSUL,
        VIENNA,
        "36(1)(b) told",
        "The authorities tell the person of these rights.",
        time="without delay",
        benchmark="once there are grounds to think that the person is a foreign national, which is not necessarily "
        "immediately upon arrest (ICJ, Avena, 2004, paras. 87-88)",
    ),
    Entitlement(
        Right.CONSULAR_VISIT,
        VIENNA,
        "36(1)(c)",
        "Consular officers may visit the person, speak and write with the person, and arrange for legal "
        "representation, unless the person expressly does not want it.",
        kinds=frozenset({EventKind.CONSULAR_VISIT}),
    ),
    Entitlement(
        Right.TOLD_REASONS,
        COVENANT,
        "9(2) reasons",
        "Whoever is arrested is told the reasons.",
        time="at the time of arrest",
        benchmark="immediately upon arrest, save for exceptions such as the wait for an interpreter "
        "(Human Rights Committee, General Comment 35, para. 27)",
    ),
    Entitlement(
        Right.TOLD_CHARGES,
        COVENANT,
        "9(2) charges",
        "Whoever is arrested is told of any charges.",
        beside=frozenset({EventKind.CHARGE}),
        time="promptly",
    ),
    Entitlement(
        Right.BEFORE_JUDGE,
        COVENANT,
        "9(3)",
        "Whoever is held on a criminal charge is brought before a judge.",
        kinds=frozenset({EventKind.HEARING}),
        time="promptly",
        benchmark="48 hours are ordinarily enough; more must remain absolutely exceptional "
        "(Human Rights Committee, General Comment 35, para. 33)",
    ),
    Entitlement(
        Right.COURT_REVIEW,
        COVENANT,
        "9(4)",
        "Whoever is held may have a court decide whether that is lawful.",
        beside=frozenset({EventKind.PETITION, EventKind.APPEAL}),
    ),
    Entitlement(
        Right.COUNSEL,
        COVENANT,
        "14(3)(b)",
        "Whoever is charged has time and means to prepare a defence, and to speak with counsel of their own choosing.",
        kinds=frozenset({EventKind.LAWYER_VISIT}),
    ),
    Entitlement(
        Right.INTERPRETER,
        COVENANT,
        "14(3)(f)",
        "Whoever is charged has the free help of an interpreter, if they do not understand or speak the language of "
        "the court.",
    ),
)
