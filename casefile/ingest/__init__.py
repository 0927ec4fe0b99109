"""From an article to drafts for review: what it says is proposed with the words it was read from, never stored."""
