"""A document becomes a deck: one module a step, text in and facts out. No file, no clock, no screen."""
