"""Shares what a part of the harness has to do among the cores of the machine."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
    """What `work` makes of each task, in order; in processes that see all that this one has in memory, where there are.

    Args:
        work: A function of a module; what it prints goes where this process prints.
        tasks: What it is given, one after the other.
    """
    cores = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4)
    if cores == 1 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, tasks)
        return
    # an executor tells when one of its processes is lost; a pool would wait for its answer for ever
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("fork")) as executor:
        yield from executor.map(work, tasks)
