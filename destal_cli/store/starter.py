"""The small commented deck that `destal decks new` writes: sound as it is, and one fact of each common kind."""

STARTER = """\
# yaml-language-server: $schema=deck.schema.json
# A deck is one file. `destal check` looks it over, `destal quiz {id}` asks it, `destal schema > deck.schema.json`
# writes the schema that lets an editor complete the keys. Lines that start with # are for you.
id: {id}
title: {title}
about: A small deck to start from. Write your own text below and your own facts here.

# Persons, groups, bodies, places, works and ideas that the facts name. Every alias is a right answer.
entities:
  ulbricht:
    name: Walter Ulbricht
    kind: person
    aliases: [Ulbricht]
    about: leader of East Germany when the wall was built
  schabowski:
    name: Günter Schabowski
    kind: person
    aliases: [Schabowski, Guenter Schabowski]
    about: spokesman of East Germany's ruling party in 1989
  brandt:
    name: Willy Brandt
    kind: person
    aliases: [Brandt]
    about: mayor of West Berlin when the wall was built
  kennedy:
    name: John F. Kennedy
    kind: person
    aliases: [Kennedy, JFK, John Kennedy]
    about: President of the United States from 1961 to 1963
  reagan:
    name: Ronald Reagan
    kind: person
    aliases: [Reagan]
    about: President of the United States from 1981 to 1989

# Each fact has an id (never change it: what you have learned hangs on it), a kind, a statement, and as `evidence` the
# passage of the source that proves it, word for word. Questions are named after the part of the fact that answers them.
facts:
  - id: wall-begun
    kind: event
    statement: East Germany began to close the border in Berlin.
    when: 1961-08-13
    who: [ulbricht]
    tags: [wall]
    evidence: In the night to 13 August 1961 East German troops began to close the border in Berlin.
    questions:
      when: On what day did East Germany begin to close the border in Berlin?

  - id: brandt-mayor
    kind: role
    statement: Willy Brandt was mayor of West Berlin when the wall was built.
    when: 1961
    who: [brandt]
    office: mayor of West Berlin
    tags: [people]
    evidence: Willy Brandt, then mayor of West Berlin, protested at once.
    questions:
      who: Which mayor of West Berlin protested when the wall was built?

  - id: wall-length
    kind: figure
    statement: The border around West Berlin was about 155 kilometres long.
    number: 155
    counts: kilometres of border around West Berlin
    importance: detail
    tags: [wall]
    evidence: The border around West Berlin was in the end about 155 kilometres long
    questions:
      number: About how many kilometres long was the border around West Berlin?

  - id: kennedy-berliner
    kind: quote
    statement: John F. Kennedy told Berliners that he was one of them.
    when: 1963-06-26
    who: [kennedy]
    words: Ich bin ein Berliner
    tags: [people]
    evidence: John F. Kennedy told a crowd on 26 June 1963, "Ich bin ein Berliner".
    questions:
      who: Who said in Berlin, “Ich bin ein Berliner”?

  - id: wall-opened
    kind: event
    statement: The wall was opened after Günter Schabowski misspoke at a press conference.
    when: 1989-11-09
    who: [schabowski]
    tags: [wall]
    evidence: Günter Schabowski told journalists that travel was free "at once", and that night, 9 November 1989, the
      gates were opened.
    note: The gates opened one by one; the first crossing let people through freely at about half past eleven at night.
    questions:
      when: On what day was the wall opened?
      who: Whose words at a press conference led to the opening of the wall?

# The texts that prove the facts, whole.
sources:
  - id: text
    title: The Berlin Wall in brief
    from: written as an example
    text: |
      # Built

      In the night to 13 August 1961 East German troops began to close the border in Berlin. Willy Brandt, then
      mayor of West Berlin, protested at once. The border around West Berlin was in the end about 155 kilometres
      long, with towers, lights and dogs. John F. Kennedy told a crowd on 26 June 1963, "Ich bin ein Berliner".

      # Opened

      Günter Schabowski told journalists that travel was free "at once", and that night, 9 November 1989, the gates
      were opened.
"""
