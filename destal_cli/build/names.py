"""What a name's words and its neighbours say about it: titles, given names, endings, offices. `entities` asks here."""

from __future__ import annotations

from destal_cli.core.facts import EntityKind
from destal_cli.core.spelling import vocabulary

TITLES = vocabulary(
    "mr mrs ms miss dr doctor professor sir lord lady comrade marshal general colonel major captain lieutenant"
    " admiral commodore premier president chairman secretary chancellor tsar czar king queen emperor empress prince"
    " princess count countess duke duchess baron earl saint st pope bishop archbishop cardinal father governor"
    " senator consul sultan khan caliph shah judge commander commissioner historian philosopher economist poet"
    " writer scholar tribune shogun daimyo dictator senators viceroy ambassador geographer explorer geologist"
)
"""Words that stand before the name of a person and are no part of it."""

OFFICES = TITLES | vocabulary(
    "minister head leader chief director founder mayor commissar ruler monarch regent heir deputy member members"
    " general generals speaker treasurer ministers chieftain pontiff censor praetor quaestor legate prefect dean"
    " rector abbot patriarch envoy delegate successor vassal lieutenant-governor vice-president co-founder champion"
    " captain editor inspector superintendent marshal overlord kaiser doge vizier"
) - vocabulary("mr mrs ms miss sir lord lady comrade st saint father professor doctor dr")
"""Heads of phrases that name an office."""

PROFESSIONS = vocabulary(
    "historian philosopher economist poet writer scholar geographer explorer geologist scientist theologian lawyer"
    " physician journalist novelist adventurer missionary merchant engineer samurai author politician activist"
    " chronicler traveller traveler architect painter composer mathematician astronomer monk friar nun prophet"
)

KIN = vocabulary(
    "brother sister half-brother half-sister brother-in-law son daughter wife husband father mother grandson"
    " grandfather nephew niece uncle aunt cousin widow friend friends rival ally champion colleague disciple pupil"
)

PARTICLES = vocabulary("of de la le du des van von der den da di del el al bin ibn ben y und et d")
NO_NAMES = vocabulary("bc ad bce ce")
_NOT_FIRST = vocabulary("i ii iii iv v vi vii viii ix x")

_BODIES = vocabulary(
    "party committee ministry congress union council army government parliament senate university company"
    " commission league church court presidium politburo assembly bank corporation association institute navy fleet"
    " federation republic kingdom empire society bureau cabinet office department organization organisation agency"
    " alliance police forces movement college academy duma directory convention authority guard regiment brigade"
    " corps legion state states front"
)
_PLACES = vocabulary(
    "sea ocean river lake mount mountain mountains island islands bay city street valley desert peninsula coast"
    " cape gulf strait province county district region territory colony gate square castle palace fort channel canal"
    " hill forest africa asia europe america australia england france germany russia china india italy spain britain"
    " scotland ireland wales japan egypt turkey greece poland austria hungary persia iran iraq syria israel rome"
    " paris london berlin moscow vienna venice constantinople jerusalem athens carthage edo tokyo kyoto beijing"
    " washington boston"
)
_EVENTS = vocabulary(
    "war wars battle revolution treaty rebellion uprising siege crusade conference affair campaign plan act law"
    " speech reformation restoration renaissance crisis massacre purge famine pact agreement declaration"
    " constitution accord olympics games era age period dynasty plague death oath charter edict decree conquest"
)
_GIVEN = vocabulary(
    "john william george james robert henry richard thomas charles edward david joseph peter paul philip louis"
    " frederick francis albert alfred arthur alexander nicholas michael daniel samuel benjamin abraham andrew"
    " stephen simon mark martin matthew luke harold walter winston franklin theodore woodrow ronald jimmy bill"
    " barack donald hugh roger ralph gregory mary anne anna elizabeth margaret catherine victoria jane sarah maria"
    " isabella eleanor emma joan helen julia jean pierre jacques francois charlemagne napoleon karl carl friedrich"
    " wilhelm otto heinrich hans adolf hermann josef ludwig johann giovanni giuseppe benito cesare lorenzo marco"
    " pedro juan carlos jose fidel simon miguel hernan vladimir ivan nikita georgi georgy mikhail nikolai lavrentiy"
    " lavrenty leon lev boris aleksandr sergei dmitri andrei yuri viktor mao zhou deng ho kim ali muhammad mohammed"
    " ahmed hassan ibrahim omar mustafa mehmed suleiman tiberius gaius marcus lucius quintus publius julius augustus"
    " claudius scipio plutarch edwin herbert lloyd clement anthony margaret rosa emily florence ernst friedrich max"
    " oswald raymond patrick jomo daniel nelson kwame julius"
)
_COUNTRY_ENDINGS = ("land", "stan", "burg", "grad", "shire", "ville", "ford", "town", "polis")
_GROUP_ENDINGS = ("ians", "eans", "mans", "ines", "anes", "ites", "ists", "ns", "ards", "ks", "ots", "ish", "ese")


def is_given(word: str) -> bool:
    """Whether a word in lower case is a common given name."""
    return word in _GIVEN


def kind_of(
    name: tuple[str, ...],
    *,
    titled: bool,
    acts: bool,
    after_the: bool,
    after_in: bool,
    parsed: EntityKind | None = None,
) -> EntityKind:
    """What a name is, by its lower-case words and how it stands: with a title, as persons do, after `the` or `in`.

    What a parse says counts for more than how it stands, and for less than its words.
    """
    if "of" in name[1:]:
        name = name[: name.index("of", 1)]
    last = name[-1]
    if last in _EVENTS:
        return EntityKind.IDEA
    if last in _BODIES:
        return EntityKind.BODY
    if titled or name[0] in _GIVEN or last in _NOT_FIRST or (len(name) > 1 and name[0] in ("ibn", "abu")):
        return EntityKind.PERSON
    if last in _PLACES or name[0] in ("mount", "lake", "fort", "cape", "river", "isle", "port", "new"):
        return EntityKind.PLACE
    if after_the and len(name) < 3 and last.endswith(_GROUP_ENDINGS):
        return EntityKind.GROUP
    if parsed is not None or after_the:
        return parsed or EntityKind.IDEA
    if after_in or last.endswith(_COUNTRY_ENDINGS):
        return EntityKind.PLACE
    if acts:
        return EntityKind.PERSON
    return EntityKind.GROUP if last.endswith(_GROUP_ENDINGS) else EntityKind.IDEA
