"""The screen of ``casefile browse``: a list, the card and the timeline of what is chosen, and a line to search with."""
