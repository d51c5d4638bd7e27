"""Packages of Anki (`.apkg`, `.colpkg`), read and written; `cli.formats` has the format.

package      the format: what it is known by, and who reads and writes it
archive      the collection's file out of a stranger's archive, with caps
database     what its tables hold, and nothing else
protobuf     what the newer layout packs into blobs
collection   both layouts of a collection as one value
template     what the two sides of a card show
cloze        sentences with gaps
markup       HTML into text, and text into HTML
incoming     a collection as notes
answers_in   Anki's log and due days as reviews
outgoing     cards as a package
answers_out  a learner's past with a card as Anki keeps it
notetype     how destal's own cards look in Anki
"""
