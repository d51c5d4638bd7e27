"""How destal's own cards look in Anki: the fields, the two sides and their style. `outgoing` writes it.

Anki goes by the names of the fields and templates: were one renamed, every learner would have two note types. `CHANGED`
goes up by one with the sides or the style, and only then: what a learner made of them is newer, and stays.
"""

from __future__ import annotations

from typing import Any

NAME = "destal"
ID = 1_734_567_890_123  # for ever
CHANGED = 1_700_000_000  # seconds since 1970, as far as Anki is concerned
PROMPT, ANSWER, PASSAGE, SOURCE, DATE, PERSONS, NOTE = FIELDS_SHOWN = (
    "Prompt",
    "Answer",
    "Passage",
    "Source",
    "Date",
    "Persons",
    "Note",
)
# What the sides do not show, so that a note comes back as it went. The last is the id of its card in destal.
STATEMENT, ALSO, CHOICES, KIND, EDTF, ID_FIELD = FIELDS_KEPT = (
    "Statement",
    "Also",
    "Choices",
    "Kind",
    "EDTF",
    "Destal ID",
)
FIELDS = (*FIELDS_SHOWN, *FIELDS_KEPT)
TEMPLATE = "Question"

FRONT = """<main class="destal">
<p class="prompt">{{Prompt}}</p>
</main>"""

BACK = """<main class="destal">
<p class="prompt">{{Prompt}}</p>
<hr id="answer">
<p class="answer">{{Answer}}</p>
{{#Passage}}<blockquote>{{Passage}}
{{#Source}}<footer>{{Source}}</footer>{{/Source}}</blockquote>{{/Passage}}
{{#Note}}<p class="note"><span class="sign">‡</span> {{Note}}</p>{{/Note}}
<footer class="about">{{#Date}}<span>{{Date}}</span>{{/Date}}{{#Persons}}<span>{{Persons}}</span>{{/Persons}}</footer>
</main>"""

STYLE = """.card {
  --paper: #fbfaf7; --ink: #22262b; --faint: #5d6570; --line: #d9d5cb; --proof: #7a3b12; --lit: #f6e3b4;
  margin: 0; background: var(--paper); color: var(--ink); text-align: left;
  font: 1.15rem/1.5 Georgia, "Noto Serif", "Times New Roman", serif;
}
.card.nightMode, .nightMode .card, .card.night_mode, .night_mode .card {
  --paper: #1c1e21; --ink: #e7e4dc; --faint: #a5abb4; --line: #3a3e44; --proof: #e9b27c; --lit: #5b4514;
}
.destal { max-width: 34rem; margin: 0 auto; padding: 1.2rem 1rem; overflow-wrap: break-word; }
.destal p { margin: 0 0 .8rem; }
.destal .prompt { font-size: 1.3rem; line-height: 1.35; }
.destal hr { border: 0; border-top: 1px solid var(--line); margin: 1.2rem 0; }
.destal .answer { font-size: 1.3rem; font-weight: bold; line-height: 1.35; }
.destal blockquote { margin: 1.2rem 0; padding: 0 0 0 .9rem; border-left: 3px solid var(--proof); }
.destal mark { background: var(--lit); color: inherit; padding: 0 .1em; border-radius: .15em; }
.destal footer { margin-top: .5rem; color: var(--faint); font-size: .9rem; }
.destal .note { color: var(--faint); font-size: 1rem; }
.destal .sign { color: var(--proof); }
.destal .about span + span::before { content: " · "; }
"""


def note_type() -> dict[str, Any]:
    """The note type as the old layout of a collection keeps it."""
    template = {"name": TEMPLATE, "ord": 0, "qfmt": FRONT, "afmt": BACK, "bqfmt": "", "bafmt": "", "did": None}
    fields = [
        {"name": name, "ord": place, "sticky": False, "rtl": False, "font": "Georgia", "size": 20, "media": []}
        for place, name in enumerate(FIELDS)
    ]
    return {
        "id": ID,
        "name": NAME,
        "type": 0,
        "mod": CHANGED,
        "usn": 0,
        "sortf": 0,
        "did": None,
        "tmpls": [template],
        "flds": fields,
        "css": STYLE,
        "latexPre": "",
        "latexPost": "",
        "req": [[0, "any", [0]]],
        "tags": [],
        "vers": [],
    }
