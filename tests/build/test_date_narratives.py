"""Every date of five short histories, of five periods: as a careful reader would mark it, and what it means."""

import pytest

from destal_cli.build import clean, dates

ROME = """\
# The end of the Republic

Caesar crossed the Rubicon in January 49 BC. Two months later he was master of Italy. In 48, at Pharsalus, he beat
Pompey, who was murdered that same year. He was killed on 15 March 44 BC; the following year the triumvirs divided the
provinces. Between 43 and 36 BC they fought Sextus. In 31 Octavian won at Actium, and on 1 August 30 B.C. he entered
Alexandria. He ruled from 27 BC to AD 14. By the end of the first century AD the Republic was a memory.
"""

NORMANS = """\
The Normans settled by the Seine in 911. In the second half of the 10th century they took to the language of their
neighbours. On 14 October 1066 William won at Hastings, and he was crowned at Christmas. Early the next year he went
home; that autumn there was a rising. In 1085-86 the land was surveyed. He died on 9 September 1087. His son reigned
until 1100, and on 2 August of that year an arrow killed him. Some 1,500 knights and 1200 men had come with them.
The 12th and 13th centuries saw others.
"""

COMPROMISE = """\
Hungary rose in March 1848. In April the king gave way, but in September war began. The following April the parliament
deposed him, and by mid-August 1849 all was lost. In the 1850s Vienna ruled alone. After the defeat of 1859 it had to
yield: the October Diploma came in 1860, a new constitution in February 1861. In the winter of 1866-67 there were
talks, and the Compromise was signed early in 1867. In May Deák spoke; on the 29th the law was passed. Two weeks later,
on June 8, the king was crowned. The arrangement would last until 1918. In July a new army was formed.
"""

LENINGRAD = """\
## 1941

On June 22 Germany attacked, and by 8 September Leningrad was cut off. The first winter was the worst: in December
rations were lowest, in January the frost was hardest. The road over the ice had been opened in November 1941.

## 1942 and after

In the spring of 1942 trams ran again. In August an orchestra played. On the night of 12–13 January 1943 the army
attacked; six days later a corridor was free. The city had known a siege in 1919. In February trains came. On
27 January 1944 guns fired a salute. In the years 1941-44 about 1,000,000 died. '44 was kinder than '42.
"""

UNION = """\
The Treaty (signed on 7 February 1992, in force since 1 November 1993) followed long talks. In December the leaders
met in Brussels. From 1999 to 2001 notes were printed, and between January and March 2002 they replaced the old ones.
In the late 1990s ten states had applied; they joined on 1 May 2004, two more three years later. A draft constitution
was rejected in May and June 2005. In March 2007 the leaders planned a new treaty for 2009. In December they signed it.
Resolution 1441 and Regulation 2016 are other matters. As of mid-2016 there were 28 members; c. 2030 there may be more.
"""

NARRATIVES = [
    (
        ROME,
        "January 49 BC = -0048-01 | Two months later = -0048-03 * | 48 = -0047 * | that same year = -0047 * |"
        "15 March 44 BC = -0043-03-15 | the following year = -0042 * | 43 and 36 BC = -0042/-0035 | 31 = -0030 * |"
        "1 August 30 B.C. = -0029-08-01 | 27 BC to AD 14 = -0026/0014 | the end of the first century AD = 00XX",
    ),
    (
        NORMANS,
        "911 = 0911 * | the second half of the 10th century = 09XX | 14 October 1066 = 1066-10-14 |"
        "Christmas = 1066-12-25 * | Early the next year = 1067 * | that autumn = 1067-23 * | 1085-86 = 1085/1086 |"
        "9 September 1087 = 1087-09-09 | 1100 = 1100 | 2 August of that year = 1100-08-02 * | The 12th = 11XX |"
        "13th centuries = 12XX",
    ),
    (
        COMPROMISE,
        "March 1848 = 1848-03 | April = 1848-04 * | September = 1848-09 * | The following April = 1849-04 * |"
        "mid-August 1849 = 1849-08 | the 1850s = 185X | 1859 = 1859 | 1860 = 1860 | February 1861 = 1861-02 |"
        "the winter of 1866-67 = 1866-24 | early in 1867 = 1867 | May = 1867-05 * | the 29th = 1867-05-29 * |"
        "Two weeks later = 1867-06-12~ * | June 8 = 1867-06-08 * | 1918 = 1918 | July = 1867-07 *",
    ),
    (
        LENINGRAD,
        "1941 = 1941 | June 22 = 1941-06-22 * | 8 September = 1941-09-08 * | December = 1941-12 * |"
        "January = 1942-01 * | November 1941 = 1941-11 | 1942 = 1942 | the spring of 1942 = 1942-21 |"
        "August = 1942-08 * | 12–13 January 1943 = 1943-01-12/1943-01-13 | six days later = 1943-01-19 * |"
        "1919 = 1919 | February = 1943-02 * | 27 January 1944 = 1944-01-27 | 1941-44 = 1941/1944 | '44 = 1944 * |"
        "'42 = 1942 *",
    ),
    (
        UNION,
        "7 February 1992 = 1992-02-07 | 1 November 1993 = 1993-11-01 | December = 1992-12 * |"
        "1999 to 2001 = 1999/2001 | January and March 2002 = 2002-01/2002-03 | the late 1990s = 199X |"
        "1 May 2004 = 2004-05-01 | three years later = 2007 * | May = 2005-05 | June 2005 = 2005-06 |"
        "March 2007 = 2007-03 | 2009 = 2009 | December = 2007-12 * | mid-2016 = 2016 | c. 2030 = 2030~",
    ),
]


@pytest.mark.parametrize(("text", "meant"), NARRATIVES)
def test_the_dates_of_a_narrative_are_found_and_mean_what_a_reader_takes_them_for(text: str, meant: str) -> None:
    """A star marks a date whose year is not in its words."""
    found = [f"{tag.text} = {tag.date}{'' if tag.explicit else ' *'}" for tag in dates.tag(clean.read(text))[0]]
    assert found == [one.strip() for one in meant.split("|")]
