"""Everything on disk: deck files, the history, the places they live in. Commands ask one `Library`."""
