"""What can be done with a case file: add, amend, link, remove, carry in and out; every use case of the commands."""

from casefile.casebook.book import Casebook

__all__ = ["Casebook"]
