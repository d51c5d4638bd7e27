"""Data in, blocks of `paint`, Rich renderables and prompts out. No logic that a test would want without a screen."""
