"""What takes texts apart: one tagger a language, each loaded when a text of its language comes."""
