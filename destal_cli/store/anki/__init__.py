"""Packages of Anki (`.apkg`, `.colpkg`), read and written; `cli.exchange` asks.

archive     the collection's file out of a stranger's archive, with caps
database    what its tables hold, and nothing else
collection  both layouts of a collection as one value
template    what the two sides of a card show
markup      HTML into text, and text into HTML
cloze       sentences with gaps
incoming    a collection as notes, marks and reviews
schedule    Anki's log and due days as reviews, and the other way round
outgoing    notes and reviews as a package
notetype    how destal's own cards look in Anki
"""
