"""Texts written for the tests, in the style of releases, strike reports and press articles. Their figures are made up.

Each text comes with what it states. `not_read` are the fields that it states in words the reader does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sample:
    text: str
    states: dict[str, str]
    not_read: frozenset[str] = field(default_factory=frozenset)


def sample(text, not_read=(), **states):
    return Sample(text.strip("\n"), {name: str(value) for name, value in states.items()}, frozenset(not_read))


RELEASES = {
    "2015, one inquiry": sample(
        """
NEWS | June 3, 2015

Release # 20150603

TAMPA, Fla. - The commander of Combined Joint Task Force - Operation Inherent Resolve, Lt. Gen. X. Y. Example, has signed
off on an inquiry into 16 airstrikes of Dec. 24-25, 2014. It heard 14 witnesses over 45 days. The investigation concluded
that the strikes on two compounds in the vicinity of Testville likely led to the deaths of three non-combatants. The
strikes also resulted in minor injuries to four adult civilians. Six of eight buildings were destroyed with 12 bombs.
""",
        killed=3,
        injured=4,
    ),
    "2016, a list of cases": sample(
        """
Press Release | Feb. 5, 2016

TAMPA, Fla. - U.S. Central Command announced the results of six further assessments. After a thorough review of the facts,
the preponderance of the evidence indicates that six separate U.S. strikes in Iraq and Syria, between Aug. 2, 2015, and
Nov. 17, 2015, likely resulted in the deaths of nine civilians and injuries to an additional five civilians.

1. On Aug. 2, 2015, near Foo, Iraq, during strikes against 11 ISIL trucks, it is assessed that one civilian was killed.
2. On Aug. 30, 2015, near Bar, Syria, a strike likely resulted in the death of two civilians.
3. On Nov. 17, 2015, near Baz, Syria, it was assessed that five civilians were injured and six killed.
""",
        completed=6,
        killed=9,
        injured=5,
        period_start="2015-08-02",
        period_end="2015-11-17",
    ),
    "2016, the first monthly ones": sample(
        """
During the month of September 2016, CJTF-OIR received 14 new reports of possible civilian casualties resulting from
Coalition strikes in Iraq and Syria. Eight of these reports were determined to be non-credible, two were determined to be
credible, and four reports are still being assessed.

CJTF-OIR assessed that the following eight reports received in September are non-credible.
1. Sept. 3, 2016, near Quux, Iraq: No strikes were conducted within 5 kilometers.
2. Sept. 9, 2016, near Corge, Syria: Two strikes were reviewed; no civilians were harmed.

The following two reports are credible. In each of the 2 incidents all feasible precautions were taken.
1. Sept. 11, 2016, near Grault, Iraq: one civilian was unintentionally killed.

To date, based on information available, at least 141 civilians have been unintentionally killed by Coalition strikes since
the start of Operation Inherent Resolve.
""",
        month="2016-09",
        received=14,
        non_credible=8,
        credible=2,
        open_at_end=4,
        killed_total=141,
    ),
    "early 2017, wrapped lines": sample(
        """
SOUTHWEST ASIA- During the month of February 2017,
CJTF-OIR carried over 21 open reports of possible
civilian casualties from previous months, received 34
new reports, and completed the assessment on 30 reports
resulting from Coalition strikes. Nineteen of these
reports were assessed to be non-credible, eight were
assessed to be credible, and three reports were assessed
to be duplicates of previous reports. A total of 25
reports are still open and being assessed at the end of
the month.

To date, based on data between August 2014 and February
2017, the Coalition has conducted a total of 19,410
strikes that included 40,002 separate engagements.
During this period, the total number of reports of
possible civilian casualties was 371. The total number
of credible reports of civilian casualties during this
time period was 96. The percent of engagements that
resulted in a report of possible civilian casualties
was .93%. The percent of engagements that resulted in
a credible report was .24%.
""",
        month="2017-02",
        carried_over=21,
        received=34,
        completed=30,
        non_credible=19,
        credible=8,
        duplicate=3,
        open_at_end=25,
        totals_through="2017-02-28",
        strikes_total=19410,
        engagements_total=40002,
        reports_total=371,
        credible_total=96,
    ),
    "mid 2017": sample(
        """
News | June 30, 2017

SOUTHWEST ASIA- In the month of May, CJTF-OIR received 61 new reports of possible civilian casualties. During this period,
the Coalition completed the assessment of 58 reports, of which 40 were assessed to be non-credible and 18 were assessed to
be credible resulting in 77 unintentional civilian deaths. To date, based on information available, CJTF-OIR assesses that,
it is more likely than not, at least 561 civilians have been unintentionally killed by Coalition strikes since the start of
Operation Inherent Resolve. A total of 41 reports were still open and being assessed at the end of the month.

Iraqi forces not_read 1,200-1,500 personnel, with an approximate 8,000 more wounded. The effort has liberated more than four
million people, 83% of the area.
""",
        month="-05",
        received=61,
        completed=58,
        non_credible=40,
        credible=18,
        killed=77,
        killed_total=561,
        open_at_end=41,
    ),
    "late 2017, injured and rounded": sample(
        """
In the month of October, CJTF-OIR carried over more than 600 open reports from previous months and received 212 new reports
resulting from Coalition strikes (artillery or air). The Coalition completed the assessment of 90 reports: 71 were assessed
to be non-credible, nine were assessed to be duplicates of previous reports, and 10 were assessed to be credible, resulting
in the unintended deaths of 31 and injuries to twelve civilians.

The Coalition conducted a total of 28,101 strikes that included 57,010 separate engagements between September 2014 and
October 2017.
""",
        not_read=["carried_over"],
        month="-10",
        carried_over=600,
        received=212,
        completed=90,
        non_credible=71,
        duplicate=9,
        credible=10,
        killed=31,
        injured=12,
        strikes_total=28101,
        engagements_total=57010,
        totals_through="2017-10-31",
    ),
    "2018, nothing found credible": sample(
        """
The Coalition conducted a total of 30,333 strikes between August 2014 and end of September 2018. During this period, based
on information available, CJTF-OIR assesses at least 1118 civilians have been unintentionally killed by Coalition strikes
since the start of Operation Inherent Resolve.

In the month of September, CJTF-OIR carried over 288 open reports from previous months and received one new report. The
assessment of 99 civilian casualty allegation reports has been completed. Out of the 99 completed casualty allegation
reports, none of the reports were determined to be credible and resulted in zero unintentional civilian deaths.
""",
        strikes_total=30333,
        totals_through="2018-09-30",
        killed_total=1118,
        month="-09",
        carried_over=288,
        received=1,
        completed=99,
        credible=0,
        killed=0,
    ),
    "2018, numbers in words": sample(
        """
In the month of June, CJTF-OIR carried over three hundred and six open reports from previous months and received
twenty-nine new reports. The assessment of one hundred twelve (112) civilian casualty reports has been completed. Fourteen
reports were determined to be credible, resulting in ninety unintentional civilian deaths, while one was assessed to be a
duplicate and ninety-seven were assessed to be non-credible. Two hundred and twenty-three reports are still open.
""",
        month="-06",
        carried_over=306,
        received=29,
        completed=112,
        credible=14,
        killed=90,
        duplicate=1,
        non_credible=97,
        open_at_end=223,
    ),
    "2019, a footnote and reopened reports": sample(
        """
Combined Joint Task Force - Operation Inherent Resolve Monthly Civilian Casualty Report

| June 27, 2019

SOUTHWEST ASIA-- Since the beginning of operations in 2014, the Coalition and partner forces have liberated nearly 110,000
square kilometers (42,471 square miles) and 7.7 million people.

The Coalition conducted 34,520* strikes between August 2014 and the end of May 2019. During this period, based on
information available, CJTF-OIR assesses at least 1,325 civilians have been unintentionally killed by Coalition actions
since the beginning of Operation Inherent Resolve.

In the month of May, CJTF-OIR carried over 109 open reports from previous months and received four new reports. CJTF-OIR
completed 17 civilian-casualty allegation assessment reports. Out of the 17 completed casualty allegation reports, six
reports were determined to be credible and resulted in 18 unintentional civilian deaths. CJTF-OIR assessed the remaining 11
reports as non-credible. Ninety-nine reports are still open, including three that CJTF-OIR had previously closed but
reopened due to the availability of new information.

* The number of strikes was corrected from 34,529.
""",
        strikes_total=34520,
        totals_through="2019-05-31",
        killed_total=1325,
        month="-05",
        carried_over=109,
        received=4,
        completed=17,
        credible=6,
        killed=18,
        non_credible=11,
        open_at_end=99,
        reopened=3,
    ),
    "2020": sample(
        """
COMBINED JOINT TASK FORCE - OPERATION INHERENT RESOLVE
Release Number 20200709-02

In the month of May 2020, CJTF-OIR carried over 94 open reports from previous months and received 23 new reports. CJTF-OIR
completed 31 civilian-casualty allegation assessment reports. Out of the 31 completed casualty allegation reports, two
reports were determined to be credible and resulted in one unintentional civilian death and two unintentional injuries. Of
those 31, 28 reports were assessed to be non-credible and one report was determined to be a duplicate. Eighty-six reports
are still open.
""",
        month="2020-05",
        carried_over=94,
        received=23,
        completed=31,
        credible=2,
        killed=1,
        injured=2,
        non_credible=28,
        duplicate=1,
        open_at_end=86,
    ),
    "2021, no new reports": sample(
        """
In the month of July 2021, CJTF-OIR carried over 108 open reports from previous months and received no new reports. CJTF-OIR
completed three civilian-casualty allegation assessment reports. The three reports were assessed to be non-credible. One
hundred and six reports are still open, including one that had been previously closed but was reopened.

The Coalition conducted 34,995 strikes between August 2014 and the end of July 2021, and at least 1,418 civilians have been
unintentionally killed and 61 civilians unintentionally injured since the beginning of Operation Inherent Resolve.
""",
        month="2021-07",
        carried_over=108,
        received=0,
        completed=3,
        non_credible=3,
        open_at_end=106,
        reopened=1,
        strikes_total=34995,
        totals_through="2021-07-31",
        killed_total=1418,
        injured_total=61,
    ),
    "press, with a monitor's count": sample(
        """
The US-led coalition on Thursday said 61 more strikes had killed ISIS fighters. "At least 1,260 civilians have been
unintentionally killed by Coalition strikes since the beginning of Operation Inherent Resolve," it said in a statement.

Airwars, which monitors the war, estimates that at least 7,610 civilians have been killed in coalition raids since 2014. The
Syrian Observatory for Human Rights has counted 3,700. In the past month 40 people died in Baghouz, two children among them.

Last month the coalition said that at least 1,250 civilians had been killed since the start of its operations. Russia says
its own strikes killed 87,500 militants. In Afghanistan, 1,186 munitions were dropped, and the coalition there completed the
assessment of 14 reports. A further 144 reports are still open.
""",
        killed_total=1260,
        open_at_end=144,
    ),
    "press, an agency's digest": sample(
        """
WASHINGTON: The US-led coalition fighting the Islamic State group (banned in Russia) has killed at least 1,381 civilians since
the start of its operations in the two countries, the Combined Joint Task Force said in its monthly report on Wednesday.

"The Coalition conducted 34,800 strikes between August 2014 and the end of March 2020." In March, the coalition received 33
new reports and continued investigating 101 open cases. "Out of the 41 completed casualty allegation reports, one report was
determined to be credible and resulted in four unintentional civilian deaths.

CJTF-OIR assessed the remaining 40 reports as non-credible," it said. Currently, 93 reports remain open, it added.
""",
        killed_total=1381,
        strikes_total=34800,
        totals_through="2020-03-31",
        month="-03",
        received=33,
        carried_over=101,
        completed=41,
        credible=1,
        killed=4,
        non_credible=40,
        open_at_end=93,
    ),
    "press, one country only": sample(
        """
The coalition said that at least 512 civilians have been unintentionally killed in Syria since the start of Operation
Inherent Resolve, while in Iraq it conducted 13,331 strikes since August 2014. It has completed the assessment of 20 reports
in Syria. Two strikes near Hajin killed 14 civilians, and one of the credible incidents resulted in five civilian deaths.
Since the start of the battle for Raqqa, the coalition killed at least 77 civilians. In 2018, 735 reports were found to be
credible.
""",
    ),
    "press, round numbers and campaign totals": sample(
        """
At least 900 civilians have been killed in strikes by the US-led coalition since the campaign began in 2014, according to its
report. The coalition based this on 1,801 reports - 209 of which were deemed credible - from 28,610 strikes of the period.
During this time, 1,801 reports were made, of which 209 were found to be credible. The coalition said in August that at least
631 civilians have been unintentionally killed by Coalition strikes since the start of Operation Inherent Resolve.

In 2018, 120 reports were assessed to be non-credible, and another 12 incidents resulted in 40 civilian deaths.

The coalition had completed a review in November of 88 reports of potential civilian casualties, of which 80 were deemed
noncredible. Since Operation Inherent Resolve began in August 2014, the coalition conducted a total of 28,610 strikes,
consisting of 57,001 separate engagements.
""",
        month="-11",
        completed=88,
        non_credible=80,
        strikes_total=28610,
        engagements_total=57001,
    ),
    "press, two readings": sample(
        """
The coalition said that 12 of the reports were determined to be credible. Later in its statement the coalition put it as 13 of
the reports were determined to be credible, and 5 reports are still open.
""",
        not_read=["credible"],
        credible="12 or 13",
        open_at_end=5,
    ),
}

STRIKE_REPORTS = {
    "2014, no list": (
        "2014-10-21",
        """
U.S. military forces continued to attack ISIL terrorists in Syria on Monday using fighter aircraft to conduct airstrikes.
In Syria, four airstrikes near Kobani destroyed three ISIL fighting positions and 16 vehicles. In Iraq, two airstrikes took
place southeast of Fallujah and struck a large ISIL unit.
""",
        {("Syria", "Kobani", "2014-10-20"): (4, None)},
        {},
        1,
    ),
    "2016, headings and asterisks": (
        "2016-07-23",
        """
July 23, 2016
Release # 20160723-01

SOUTHWEST ASIA - On July 22, coalition military forces continued to attack ISIL terrorists in Syria and Iraq. In Syria,
coalition military forces conducted nine strikes using attack and fighter aircraft. Additionally in Iraq, coalition
military forces conducted five strikes coordinated with the Government of Iraq using ground-attack aircraft.

Syria
* Near Manbij, eight strikes struck seven separate ISIL tactical units and destroyed 12 vehicles.
* Near Mar’a, one strike destroyed two ISIL mortar systems.

Iraq
* Near Hit, one strike destroyed an ISIL mortar cache.
* Near Mosul, three strikes struck three ISIL tactical units.
* Near Qayyarah and Sinjar, one strike destroyed four boats.
""",
        {
            ("Syria", "Manbij", "2016-07-22"): (8, None),
            ("Syria", "Mar’a", "2016-07-22"): (1, None),
            ("Iraq", "Hit", "2016-07-22"): (1, None),
            ("Iraq", "Mosul", "2016-07-22"): (3, None),
        },
        {("Syria", "2016-07-22"): (9, None), ("Iraq", "2016-07-22"): (5, None)},
        1,
    ),
    "2017, engagements and late strikes": (
        "2017-05-16",
        """
SOUTHWEST ASIA, May 16, 2017 — U.S. and coalition military forces continued to attack the Islamic State of Iraq and Syria
yesterday, conducting 21 strikes consisting of 60 engagements, officials reported today.

Officials reported details of yesterday’s strikes, noting that assessments of results are based on initial reports.

Strikes in Syria

In Syria, coalition military forces conducted 15 strikes consisting of 18 engagements against ISIS targets:

-- Near Abu Kamal, two strikes destroyed 14 oil stills.

-- Near Raqqa, 12 strikes engaged nine ISIS tactical units and destroyed five vehicles.

-- Near Tabqah, a strike destroyed a vehicle bomb.

Strikes in Iraq

In Iraq, coalition military forces conducted six strikes consisting of 42 engagements against ISIS targets:

-- Near Mosul, six strikes engaged 20 tactical units; destroyed 34 vehicles; and suppressed two mortar teams.

Additionally, two strikes were conducted in Syria on May 13 that closed within the last 24 hours:

-- Near Raqqa, two strikes engaged an ISIS tactical unit.

These strikes were conducted as part of Operation Inherent Resolve, the operation to destroy ISIS in Iraq and Syria.
""",
        {
            ("Syria", "Abu Kamal", "2017-05-15"): (2, None),
            ("Syria", "Raqqa", "2017-05-15"): (12, None),
            ("Syria", "Tabqah", "2017-05-15"): (1, None),
            ("Iraq", "Mosul", "2017-05-15"): (6, None),
            ("Syria", "Raqqa", "2017-05-13"): (2, None),
        },
        {
            ("both", "2017-05-15"): (21, 60),
            ("Syria", "2017-05-15"): (15, 18),
            ("Iraq", "2017-05-15"): (6, 42),
        },
        0,
    ),
    "2018, a week": (
        "2018-01-03",
        """
The task force and its partners continued to strike Islamic State of Iraq and Syria targets in designated parts of Syria and
Iraq between Dec. 29-31, conducting 12 strikes consisting of 19 engagements, Combined Joint Task Force officials said today.

Strikes in Syria

There were no reported strikes in Syria on Dec. 31.

On Dec. 30, coalition military forces conducted a strike consisting of four engagements against ISIS targets near Shadaddi.
The strike destroyed an ISIS-held building.

On Dec. 29, coalition military forces conducted nine strikes consisting of 11 engagements against ISIS targets:

-- Near Abu Kamal, eight strikes engaged two ISIS tactical units.

-- Near Dayr Az Zawr, a strike destroyed two vehicles.

Strikes in Iraq

On Jan. 1, coalition military forces conducted two strikes consisting of four engagements near Rutbah.
""",
        {
            ("Syria", "Shadaddi", "2017-12-30"): (1, 4),
            ("Syria", "Abu Kamal", "2017-12-29"): (8, None),
            ("Syria", "Dayr Az Zawr", "2017-12-29"): (1, None),
            ("Iraq", "Rutbah", "2018-01-01"): (2, 4),
        },
        {
            ("both", "2017-12-29"): (12, 19),
            ("Syria", "2017-12-31"): (0, None),
            ("Syria", "2017-12-30"): (1, 4),
            ("Syria", "2017-12-29"): (9, 11),
            ("Iraq", "2018-01-01"): (2, 4),
        },
        0,
    ),
    "late 2017, a span up to yesterday and earlier strikes": (
        "2017-12-09",
        """
SOUTHWEST ASIA, Dec. 9, 2017 — U.S. and coalition military forces have continued to attack the Islamic State of Iraq and
Syria, conducting 16 strikes consisting of 30 engagements against ISIS terrorists in Syria between Dec. 5 and yesterday.

Strikes in Syria

Yesterday in Syria, coalition military forces conducted five strikes against ISIS targets near Abu Kamal, engaging four
tactical units and destroying two buildings.

There were no strikes reported in Iraq Dec. 5-6.

Previous Strikes

Additionally, 11 strikes consisting of 15 engagements were conducted in Syria and Iraq on Dec. 3 that closed within the last
24 hours.

Near Raqqa, Syria, 10 strikes engaged two tactical units.

Near Huwayjah, Iraq a strike destroyed 12 vehicles.

Earlier Strikes

Near Sinjar, Iraq, four strikes destroyed a bunker.
""",
        {
            ("Syria", "Abu Kamal", "2017-12-08"): (5, None),
            ("Syria", "Raqqa", "2017-12-03"): (10, None),
            ("Iraq", "Huwayjah", "2017-12-03"): (1, None),
        },
        {
            ("Syria", "2017-12-05"): (16, 30),
            ("Syria", "2017-12-08"): (5, None),
            ("Iraq", "2017-12-05"): (0, None),
            ("Iraq", "2017-12-06"): (0, None),
        },
        1,
    ),
    "press, two countries in one sentence": (
        "2015-10-19",
        """
The U.S.-led coalition conducted 18 air strikes against Islamic State in Iraq and five in Syria on Sunday, according to the
Combined Joint Task Force. Attack and fighter aircraft conducted 16 airstrikes near Baiji, Fallujah, Mosul and Tal Afar.
""",
        {},
        {},
        2,
    ),
    "a place on two lines, and no country": (
        "2015-06-02",
        """
On June 1, coalition military forces continued to attack ISIL terrorists.

Near Palmyra, one strike destroyed a bunker.

Iraq
Near Mosul, two strikes destroyed 11 vehicles.
Near Mosul, three strikes struck a tactical unit.
Near Sinjar, more than five strikes struck a tactical unit.
Near Baiji, four strikes struck a large tactical unit.
""",
        {("Iraq", "Baiji", "2015-06-01"): (4, None)},
        {},
        4,
    ),
}

# Each field of a month in one text; the tests fill in figures.
TEMPLATES = [
    # 2017
    "During the month of March 2017, CJTF-OIR carried over {carried_over} open reports of possible civilian casualties from"
    " previous months, received {received} new reports, and completed the assessment on {completed} reports resulting from"
    " Coalition strikes. {non_credible} of these reports were assessed to be non-credible, {credible} were assessed to be"
    " credible, resulting in {killed} unintentional civilian deaths, and {duplicate} reports were assessed to be duplicates of"
    " previous reports. A total of {open_at_end} reports are still open and being assessed at the end of the month.",
    # 2018
    "In the month of March, CJTF-OIR carried over {carried_over} open reports from previous months and received {received} new"
    " reports. The assessment of {completed} civilian casualty allegation reports has been completed. Out of the {completed}"
    " completed casualty allegation reports, {credible} reports were determined to be credible and resulted in {killed}"
    " unintentional civilian deaths. {duplicate} of the reports were determined to be duplicate reports and the remaining"
    " {non_credible} reports were assessed to be non-credible. A total of {open_at_end} reports are still open.",
    # 2019
    "In the month of March, CJTF-OIR carried over {carried_over} open reports from previous months and received {received} new"
    " reports. CJTF-OIR completed {completed} civilian-casualty allegation assessment reports. Out of the {completed} completed"
    " casualty allegation reports, {credible} reports were determined to be credible and resulted in {killed} unintentional"
    " civilian deaths. CJTF-OIR assessed the remaining {non_credible} reports as non-credible and {duplicate} reports were"
    " found to be duplicates. {open_at_end} reports are still open.",
]
NOISE = [
    "Airwars says that {n} civilians have been unintentionally killed by Coalition strikes since August 2014.",
    "In the past month, {n} weapons were dropped and {n} vehicles destroyed.",
    "In Afghanistan, {n} reports were determined to be credible, resulting in {n} unintentional civilian deaths.",
    "About {n}% of the reports were assessed to be non-credible.",
    "More than {n} new reports were received.",
    "The coalition completed the assessment of some {n} reports.",
    "Last month the coalition said that {n} reports were still open.",
    "Between {n} and {n} civilians were killed, Amnesty International says.",
    "The strikes destroyed {n} fighting positions, {n} oil stills and a tunnel.",
    "2. On Jan. 9, 2017, near Mosul, {n} civilians were unintentionally killed and {n} injured.",
    "In 2018, {n} reports were found to be credible and resulted in {n} civilian deaths.",
    "The total fell from {n} to {n}, since {n} reports had been counted in error.",
    "At least {n} civilians have been unintentionally killed in Syria since the start of Operation Inherent Resolve.",
    "The RAF conducted {n} strikes between August 2014 and the end of January 2019.",
    "The report has {n} pages and cost ${n}.",
    "One of the credible incidents resulted in {n} civilian deaths.",
    "Since the start of the battle for Raqqa, the coalition killed at least {n} civilians.",
    "SDF forces said they received {n} new reports and completed {n} assessments.",
    "The coalition expects that {n} new reports will be received.",
]

TOTALS = (
    "The Coalition conducted {strikes_total} strikes that included {engagements_total} separate engagements between August 2014"
    " and the end of May 2019. During this period, based on information available, CJTF-OIR assesses at least {killed_total}"
    " civilians have been unintentionally killed by Coalition actions since the beginning of Operation Inherent Resolve. During"
    " this period, the total number of reports of possible civilian casualties was {reports_total}. The total number of"
    " credible reports of civilian casualties during this time period was {credible_total}."
)

# Sentences with a number in a misleading place, and what may be read from them: mostly nothing.
TRAPS = {
    "In the month of May, 12 of 18 reports were assessed to be credible.": {"credible": "12"},
    "Three out of the 18 reports were determined to be credible.": {"credible": "3"},
    "Two or three reports were determined to be credible.": {},
    "The coalition received 12 to fourteen new reports.": {},
    "Ten of which were not determined to be credible.": {},
    "Eight reports were initially assessed to be credible.": {},
    "At the beginning of the month, 97 reports were still open.": {},
    "Fourteen reports were carried over into June.": {},
    "It carried over 14 open reports to the next month.": {},
    "The coalition is still assessing four reports from Hajin.": {},
    "Of the 12 reports on Raqqa, three were assessed to be credible.": {},
    "In August 2014, the coalition conducted 120 strikes.": {},
    "The total number of reports completed in April was 18.": {},
    "It assesses at least five civilians have been unintentionally killed by Coalition strikes in these incidents.": {},
    "The report released in May said that 20 reports were still open.": {},
    "Between August 2014 and now the RAF conducted 1,600 strikes.": {},
    "The coalition conducted 13,331 strikes in Iraq between August 2014 and the end of May 2019.": {},
    "The coalition conducted 2,600 strikes on oil sites between August 2014 and the end of May 2019.": {},
    "The 12th report was determined to be credible.": {},
    "In 12 (11) cases it received 12 (11) new reports.": {},
    "The coalition might receive 12 new reports.": {},
    "If the coalition completed 12 assessment reports, it did not say so.": {},
    "Since 2018, the coalition has received 340 new reports.": {},
    "Over the past six months it completed the assessment of 240 reports.": {},
    "The second credible incident resulted in four civilian deaths.": {},
    "A spokesman said no new information was received; no strikes were found to be unlawful.": {},
    "In the month, our team received 160 new reports and completed 41 assessment reports.": {},
    "Researchers carried over 12 open reports and received nine new reports.": {},
}
