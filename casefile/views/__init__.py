"""Pure views: the records of a case in, an answer to one question out; nothing is read, written or printed here."""
