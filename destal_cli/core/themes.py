"""The names of the themes: `store.settings` takes no other, and `screen.palette` has the colours of each."""

AUTO, DARK, LIGHT, HIGH_CONTRAST = THEMES = ("auto", "dark", "light", "high-contrast")
