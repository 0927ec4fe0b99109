"""A few of the sequences of changes and losses that the fault harness holds against a plain model; it runs many."""

from __future__ import annotations

from fault_model import CaseMachine, settled
from hypothesis.stateful import run_state_machine_as_test


def test_a_case_is_what_a_plain_model_of_it_is():
    run_state_machine_as_test(CaseMachine, settings=settled(examples=6, steps=25))
    assert CaseMachine.steps > 300
