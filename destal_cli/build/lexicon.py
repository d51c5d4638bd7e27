"""English words of closed classes, each with the letter of its class. `words.tag` looks every word up here.

D determiner, P preposition, O of, T to, C and/or, R pronoun, Q possessive, W wh-word or conjunction of a clause,
A auxiliary, V verb, X adverb, J adjective, # number word, N noun.
"""

from __future__ import annotations

from destal_cli.core.spelling import vocabulary

_CLASSES = {
    "D": "a an the each every no any some another either neither all both",
    "d": "this that these those such",
    "P": "in on at by for with from into onto upon over under above below between among amongst against during"
    " through throughout within without across along around behind beside besides beyond despite near off"
    " outside inside per since than toward towards until till up down via as like unlike about after before"
    " amid except regarding concerning following including versus alongside notwithstanding",
    "O": "of",
    "T": "to",
    "C": "and or nor but & plus",
    "R": "he she it they him her them i we us me you himself herself itself themselves ones others someone anyone"
    " everyone nobody nothing something everything anything none there",
    "Q": "his its their my our your whose",
    "W": "who whom which when where while why how what because although though if whether unless whereas wherever"
    " whenever once so then therefore however whilst",
    "A": "is are was were be been being am has have had having do does did will would can could may might shall"
    " should must cannot",
    "X": "not also very more most less least too only just even still already yet again ever never always often"
    " sometimes soon later earlier now today almost about nearly roughly approximately perhaps quite rather"
    " well far instead together apart away back out here further thus hence otherwise meanwhile moreover"
    " furthermore nevertheless nonetheless mostly largely thereby thereafter afterwards afterward indeed"
    " especially particularly ago forth forward alone abroad twice sometime eventually",
    "#": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
    " million billion trillion dozen half third quarter",
    "J": "new old first great large small big little long short high low early late good bad own other same many"
    " much several few various certain different main major minor second next last former latter political"
    " economic social military public private national international local foreign domestic common general"
    " special important significant strong weak rich poor young older younger whole entire full free open"
    " close final initial original modern ancient medieval royal imperial civil human natural religious"
    " cultural legal real true current recent previous traditional possible responsible able likely similar"
    " total average annual daily top black white red green blue northern southern eastern western central"
    " upper lower inner outer eldest largest best worst greatest major key chief prime subsequent primary"
    " secondary senior junior armed dead alive native fifth fourth sixth seventh eighth ninth tenth single"
    " sole mere famous known due overseas relevant prominent dominant permanent violent independent efficient"
    " sufficient equivalent excellent frequent silent urgent innocent brilliant distant constant pregnant reluctant"
    " abundant elegant",
    "V": "became become becomes began begin begins begun brought bring brings built build builds came come comes"
    " caught chose chosen cost cut dealt died drew drawn drove driven ate fell fallen felt fought fight"
    " fights found fled flew forbade forbidden forgot forgave froze gave give gives given got get gets gotten"
    " went go goes gone grew grow grows grown held hold holds heard hid hidden hit kept keep keeps knew know"
    " knows laid lay led lead leads left lent let lets lost lose loses made make makes meant mean means met"
    " meet meets paid pay pays put puts read rode rose rise rises risen ran run runs said say says saw see"
    " sees seen sold sell sells sent send sends set sets shook shot showed shown show shows shut sang sank"
    " sat slew slain slept spoke speak speaks spoken spent spread stood stand stands stole stolen struck"
    " strike swore sworn swam swept took take takes taken taught tell tells told thought think thinks threw"
    " thrown understood withdrew withdrawn won win wins wore worn wrote write writes written bore born borne"
    " beat beaten bound broke broken burnt bought seek seeks sought arose arisen remain remains include"
    " includes consist consists contain contains refer refers argue argues claim claims believe believes"
    " suggest suggests describe describes provide provides produce produces allow allows require requires"
    " belong belongs serve serves exist exists occur occurs depend depends derive derives appear appears seem"
    " seems tend tends differ differs develop develops cause causes lie lies live lives involve involves"
    " represent represents constitute constitutes extend extends connect connects comprise comprises employ"
    " employs form forms want wants need needs allege alleges maintain maintains conclude concludes state"
    " states note notes write observes observe criticise criticises try tries use uses call calls help helps"
    " create creates define defines emphasise emphasises reflect reflects follow follows attract attracts"
    " support supports overthrew overthrown undertook undertaken overcame withstood undergo undergone"
    " underwent foresaw foreseen mistook upheld withheld",
    "N": "need state states form forms work works use support help cause call calls claim claims note notes lead rise"
    " fight strike show run cut cost read spread hundred thousands millions dozens hundreds",
}

CLASS: dict[str, str] = {
    word: letter for letter in "NJX#VAWQRCTOPdD" for word in _CLASSES[letter].split() if letter != "N"
}
"""The class of a word in lower case; a word that is none of them is told by its ending."""

NOUN_OR_VERB = vocabulary(_CLASSES["V"]) & vocabulary(_CLASSES["N"])
"""Words that are verbs after a noun or pronoun, and nouns after a determiner, an adjective or a preposition."""

_NOUN_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ism",
    "ist",
    "ship",
    "hood",
    "ance",
    "ence",
    "ure",
    "age",
    "dom",
)
_ADJECTIVE_ENDINGS = ("ous", "ful", "less", "able", "ible", "ical", "ional", "ial", "ive", "ic", "ary", "ish")


def by_ending(word: str) -> str:
    """The class of a word that is in no list: J, X, G (-ing), E (-ed) or N."""
    if word.endswith("ly") and len(word) > 4 and not word.endswith(("family", "assembly", "ally", "supply", "reply")):
        return "X"
    if word.endswith("ally") and len(word) > 5:
        return "X"
    if word.endswith("ing") and len(word) > 5:
        return "G"
    if word.endswith("ed") and len(word) > 4 and not word.endswith(("eed", "bed")):
        return "E"
    if word.endswith(_NOUN_ENDINGS):
        return "N"
    return "J" if word.endswith(_ADJECTIVE_ENDINGS) and len(word) > 4 else "N"
