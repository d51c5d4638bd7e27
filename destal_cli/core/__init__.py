"""The domain, pure: dates, facts, cards, grading, memory, session, statistics, timeline. `now` and `rng` come in."""
