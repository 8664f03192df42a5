"""The phrases in which texts state figures on civilian casualties, and those that show a sentence is about something else.

A pattern is an English phrase. In it, `{field}` stands for a plain whole number and `<name>` for a phrase of PHRASES.
A space stands for any white space.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass

from civcas.texts.sentences import AT_LEAST, DAY, EXACT, FILL, INEXACT

# What `<name>` stands for in a pattern.
PHRASES = {
    "reports": (
        "(?:\\[[a-z -]{3,40}\\] )?(?:(?:open|opened|new|more|additional|further|other|separate|individual|possible|potential|alleged|completed|total"
        "|remaining|civilian[- ]casualty|civilian[- ]harm|casualty|civcas|allegation|assessment) ){0,6}"
        "(?:reports?|allegations?|claims?)\\b"
    ),
    "casualties": "(?: of (?:(?:possible|potential|alleged|other|unintended|unintentional) ){0,3}civilian (?:casualties|deaths|harm))?",
    "of_these": f"(?:(?:out )?of (?:(?:the|these|those|them|which) )?(?:[{EXACT}{AT_LEAST}{INEXACT}]{FILL}* )?)?(?:<reports><casualties> )?(?:that )?",
    "assessed": (
        "(?:(?:was|were|are|is|have been|has been|had been|being) )?(?:then |also )?"
        "(?:(?:assessed and )?dismissed|assessed|determined|deemed|found|judged|considered|rated|ruled|labell?ed|regarded) (?:to be |to have been |as )?"
    ),
    "credible": "[\"\u201c\u2018']?credible\\b",
    "non_credible": "[\"\u201c\u2018']?(?:non[-\u2010\u2011\u2013]?\\s*credible|not credible)\\b",
    "duplicates": "(?:an? )?[\"\u201c\u2018']?(?:duplicat(?:es?|ive)|redundant)\\b",
    "was": "(?:is|are|was|were|have been|has been|had been)",
    "resulted": "(?:resulted|resulting|result) in",
    "deaths": "(?:civilian )?(?:deaths?|fatalit(?:y|ies))",
    "unintended": "(?:unintentional|unintended|accidental)",
    "unintentionally": "(?:unintentionally|accidentally|inadvertently)",
    "injured": "(?:injured|wounded)",
    "injuries": "injur(?:y|ies)",
    "more": "(?:an additional |a further |another )?",
    "people": "(?:additional |adult |other |unidentified |innocent )?(?:civilians?|non-?combatants?|people|children|adults)",
    "closed": "(?:(?:that|which|previously|been|were|was|had|have|has|CJTF-OIR|the Coalition) ){0,6}closed",
    "reopened": "(?:(?:but|and|then|were|was|have been|later|since) ){0,4}re-?opened",
    "strikes": (
        "(?:air\\s?)?strikes?\\b(?! (?:against|on|targeting) (?!ISI[SL]|IS\\b|Da|the Islamic|the group|targets))"
    ),
    "campaign": "(?:(?:US-led|U\\.S\\.-led|anti-\\w+|air|bombing|military) ){0,3}(?:operations?|campaign|war|conflict|air\\s?strikes)",
    "since_2014": (
        "since (?:mid-|early |late )?(?:(?:August|September) )?(?:2014|(?:it|Operation Inherent Resolve|(?:(?:the|its|their) )?<campaign>)"
        "(?: (?:against|to defeat) [^,;]{3,60}?)? (?:began|started|was launched)|the coalition was (?:formed|established)|(?:the )?(?:start|beginning) of (?:Operation Inherent Resolve"
        "|(?:(?:its|the|their) )?<campaign>(?! (?:to|for|in (?!2014|August|September|Iraq and|Syria and|both|the two)))))"
    ),
    "in_period": "(?:during|in|over|for) (?:this|that|the same) (?:time )?(?:period|time)|a period during which",
    "gap": f"[^{EXACT}{AT_LEAST}{INEXACT}.;]{{0,110}}?",
    "year_gap": f"[^{EXACT}{AT_LEAST};]{{0,110}}?",
    "day": f"{DAY}{FILL}*",
    "until_now": "(?:<since_2014>|(?:between|from) (?:August|September) 2014 (?:and|to|till|until|through))",
    "brings": "(?:brings?|bringing|brought|rais(?:es?|ed|ing)|push(?:es|ed|ing)|increas(?:es?|ed|ing)|lift(?:s|ed|ing))",
    "clause": "(?: \\([^()]{3,80}\\)|, [^,;]{3,80},)",
}  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """A phrase, and what the rest of its sentence must match (`needs`) and must not match (`unless`).

    `at_least`: the phrase may say "at least" before the number. `only_at_least`: it must. `often_rounded`: newspapers use the phrase and like round
    numbers, so a multiple of 50 counts as rounded. `once`: the phrase is also used for single cases, so it counts only
    if the text has it once. `zero_field`: the phrase has no number; it says that this field is zero.
    """

    phrase: str
    needs: str = ""
    unless: str = ""
    at_least: bool = False
    only_at_least: bool = False
    often_rounded: bool = False
    once: bool = False
    zero_field: str = ""


_SINCE_2014 = "<since_2014>|\\b(?:between|from|since) (?:the \\w+ of (?:(?:the|its) \\w+ in )?)?(?:August|September) (?:[0-9]{1,2}, )?2014"


_MONTH_NAMES = "|".join(calendar.month_name[1:])


_DOER = (
    "\\bcoalition\\b|\\bCJTF|\\btask force\\b|\\bInherent Resolve\\b|\\bCENTCOM\\b|\\bCentral Command\\b|\\bPentagon\\b"
    "|\\bDoD\\b|\\bDepartment of Defense\\b|\\bit\\b"
)


_COALITION = (
    "\\bcoalition\\b|\\bCJTF|\\bCombined Joint|\\bInherent Resolve\\b|\\bPentagon\\b|\\bCENTCOM\\b|\\bCentral Command\\b"
    "|\\bOIR\\b|\\b(?:U\\.?S\\.?|American)(?:-led (?:\\w+ )?(?:air\\s?strikes|strikes|forces|campaign)| military)"
)


_ONE_STRIKE = "(?:air\\s?)?strike|attack|raid|incident|bombing|blast|explosion|case"


# A sentence that says one of these counts what happened in the campaign; no figure of a month has reached a thousand.
_CAMPAIGN = (
    "\\bsince\\b|\\bto date\\b|\\bso far\\b|(?:August|September|June) 2014|\\bbegan\\b"
    "|\\b[0-9]{1,3},[0-9]{3}\\b|\\b(?!(?:19|20)[0-9]{2}\\b)[0-9]{4,}\\b|\\bthousand\\b"
)


# In one case.
_ONE_CASE = (
    "\\b(?:one|each|another|the (?:first|second|third|other|largest|deadliest|latest)) (?:of (?:the|these|those) |of which )?"
    "(?:credible )?(?:incidents?|cases?|strikes?)\\b|\\bone of (?:the|these|those) credible\\b"
    f"|\\b(?:an?|the|single|that|this) (?:[\\w-]+ ){{0,2}}(?:{_ONE_STRIKE})\\b|\\bone (?:of (?:them|which)\\b|(?:[\\w-]+ )?(?:{_ONE_STRIKE})\\b)"
    "|\\b(?:deadliest|worst|biggest|gravest|bloodiest|largest|single) (?:[\\w-]+ ){0,2}(?:of|one|reports?|case|strike)\\b"
    "|\\blatest (?:[\\w-]+ ){0,2}(?:of|one|case|strike)\\b"
)  # fmt: skip

# In a year, in several months, or at one place.
_OTHER_TIMES = (
    "\\b(?:in|during|for|throughout|of) (?:all of )?20[0-9][0-9]\\b|\\bthis year\\b"
    f"|\\b(?:in)?to (?:the )?(?:next|following|{_MONTH_NAMES})\\b|\\b(?:beginning|start) of (?:the|that) (?:month|period|year)\\b"
    "|\\bduring the (?:time )?period\\b|\\bduring (?:this|that) time\\b(?! period)"
    "|\\b(?:past|last|first|two|three|six|nine|twelve|several) (?:\\w+ )?(?:weeks|months|years|quarter)\\b|\\bannual\\b|\\bquarters?\\b"
    "|\\bhalf\\b|\\bhalf-year|\\b[QH][1-4]\\b|\\byear[- ]to[- ]date\\b|\\b(?:over|in|during|this|last) (?:the )?(?:spring|summer|autumn|winter)\\b"
    f"|\\b(?:{_MONTH_NAMES})(?:,? 20[0-9][0-9])?,?(?: (?:and|or|to|through|until|till) |, |\\s?[-\u2013\u2014/&]\\s?)(?:in |the end of )?(?:{_MONTH_NAMES})\\b"
    f"|\\b(?:from|between|until|till|through|up to|by) (?:the (?:start|beginning|end) of )?(?:{_MONTH_NAMES})\\b"
    "|\\b(?:each|every|per) (?:month|week|day|year)\\b|\\baverage\\b|\\b(?:Iraq|Syria) only\\b|\\bonly (?:in|for|from) (?:Iraq|Syria)\\b|\\balone\\b|\\banother (?:was|one|report)\\b"
)  # fmt: skip


NOT_OF_THE_MONTH = f"{_CAMPAIGN}|{_OTHER_TIMES}|{_ONE_CASE}"


# What the Coalition did with reports; the sentence must name the Coalition.
_DONE_IN_THE_MONTH = (
    "carr(?:ied|ying|y) over {carried_over} <reports>",
    "carr(?:ied|ying) {carried_over} <reports> over",
    "carr(?:ied|ying) {carried_over} open <reports><casualties> from previous months",
    "receiv(?:ed|ing) {received} (?:new|additional) (?:<reports>|ones\\b)",
    "completed (?:the |its |their |an? )?(?:assessment|review|evaluation|investigation|analys[ei]s)s? (?:in <day> )?(?:of|on) {completed} <reports>",
    "completed {completed} (?:[a-z-]+ ){0,3}(?:reports?|assessments?)",
    "finished assessing {completed} <reports>",
    "(?:investigated|reviewed|examined|analy[sz]ed) {completed} <reports>",
    "assessed {completed} <reports>(?! (?:as|to|that|were|was|are|is|credible|non|not|duplicate)\\b)",
    "the {received} <reports> (?:that )?(?:it|the coalition|CJTF-OIR) received in <day>",
    "re-?opened {reopened} <reports>",
    "continued (?:to (?:investigate|assess)|investigating|assessing) {carried_over} (?:<reports>|(?:open |opened )?cases\\b)",
)  # fmt: skip


# What is said about the reports of a month.
_OF_THE_MONTH = (
    "{carried_over} <reports> <was> carried over(?! (?:in)?to )",
    "{received} new <reports> <was> received",
    "assessments? of {completed} <reports> (?:has|have|had|was|were)(?: been)? completed",
    "{completed} <reports> <was> completed",
    "of (?:the|these|those) {completed} completed (?:[a-z-]+ ){0,3}(?:reports?|assessments?)",
    "{credible} <of_these><assessed><credible>",
    "{credible} <of_these>(?:was|were) <credible>",
    "{credible} <of_these>(?:(?:US|U\\.S\\.) )?(?:officials|military|coalition) (?:considered|deemed|found|judged) <credible>",
    "found (?:only )?{credible} of (?:them|these|those) (?:to be )?<credible>",
    "assessed {credible} <reports> (?:as|to be) <credible>",
    "following {credible} <reports>(?: received in \\w+)? <was> <credible>",
    "{non_credible} <of_these><assessed><non_credible>",
    "{non_credible} <of_these>(?:was|were) <non_credible>",
    "assessed (?:the )?(?:remaining |other )?{non_credible} <reports> (?:as|to be) <non_credible>",
    "following {non_credible} <reports>(?: received in \\w+)? <was> <non_credible>",
    "{duplicate} <of_these><assessed><duplicates>",
    "{duplicate} <of_these>(?:was|were) <duplicates>",
    "<non_credible>,? and {duplicate} to be <duplicates>",
    "assessed {duplicate} <reports> (?:as|to be) <duplicates>",
    "including {reopened} (?:<reports> )?<closed> <reopened>",
    "{reopened} (?:<reports> |of (?:them|these|those|which) )?<closed>[^.;]{0,60}? <reopened>",
    "including {reopened} (?:that (?:were|had been) )?re-?opened(?: <reports>)?",
    "{reopened} (?:previously closed )?<reports> <was> re-?opened",
)  # fmt: skip


# What is said about the reports that are open when a text is written; it may also state totals of the campaign.
_OPEN = (
    "{open_at_end} <reports><casualties><clause>? (?:are|is|were|was|remain|remained)(?: still)? open\\b(?! from)",
    "{open_at_end}(?: <reports>| more| others)?<casualties>(?: received in <day>)?<clause>? (?:that )?(?:are|is|were|was|remain)"
    " still (?:open\\b(?! from)|(?:being |under )(?:assess|evaluat|investigat|review))",
    "{open_at_end} <reports> still open\\b",
)


_STILL_OPEN = (
    "still (?:assessing|investigating|reviewing|examining) {open_at_end} <reports><casualties>(?! (?:from|in|on|about|concerning|related)\\b)",
    "(?:is|are) (?:currently |now )?(?:assessing|investigating|reviewing|examining) (?:a total of |another ){open_at_end} <reports>",
)


_ZERO_IN_THE_MONTH = {
    "received (?:no|zero) (?:new |additional )?<reports>": "received",
    "(?:none of (?:the|these|those)(?: <reports>)?|no <reports>) <assessed><credible>": "credible",
    "(?:none of (?:the|these|those)(?: <reports>)?|no <reports>) <assessed><duplicates>": "duplicate",
    "<resulted> no <unintended> <deaths>": "killed",
}


_HARMED_IN_CREDIBLE_REPORTS = (
    "<resulted> (?:the |a total of )?{killed} (?:<unintended> )?<deaths>",
    "<resulted> (?:the )?<unintended> <deaths> of {killed}",
    "(?:revealing|causing) {killed} <unintended> <deaths>",
    "{killed} civilians were killed in coalition (?:air\\s?)?strikes",
    "<unintended> <deaths> of {killed} and (?:the )?<injuries> to {injured} <people>",
    "<unintended> <deaths>,? and {injured} (?:<unintended> )?(?:civilian )?(?:<injuries>|<injured>)",
)


_HARMED_IN_ALL_REPORTS = (
    "\\btogether <resulted> (?:the )?<unintended> <deaths> of {killed}",
    "\\b(?:those|these) strikes <resulted> a total of {killed} <unintended> <deaths>",
)


# What was assessed in a month.
_ASSESSED_IN_A_MONTH = f"\\b(?:assess|investigat|review)\\w* (?:conducted |completed |finished )?(?:during|in) (?:the month of )?(?:{_MONTH_NAMES})\\b"


_HARMED_IN_THESE_STRIKES = (
    "likely (?:resulted in|led to|caused) (?:the )?deaths? of {killed} <people>",
    "<resulted> <injuries> to <more>{injured} <people>",
    "deaths? of [^.;]{1,40} and <injuries> to <more>{injured} <people>",
)

_BETWEEN_DAYS = "\\b(?:between|from) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.? [0-9]"


_HARMED_BETWEEN_DAYS = (
    "{killed} civilians (?:were |was )?(?:likely )?killed(?: and {injured} (?:civilians? )?(?:(?:was|were) )?<injured>)?(?!<year_gap>\\b<until_now>)",
    "kill(?:ed|ing) {killed} civilians(?: and <injured> {injured}\\b)?(?!<year_gap>\\b<until_now>)",
)


# The words with which newspapers bring a total up to date: 'raising the toll to 300'.
_NEW_TOTALS = (
    "<brings> <year_gap>\\b(?:toll|total|number|tally|count)\\b<year_gap> to {killed_total}(?! <reports>)",
    "<brings> to {killed_total} the (?:total |official )?number of civilians",
    "\\b(?:civilian death toll|number of civilians killed|civilian deaths)\\b<year_gap> (?:rose|rises|has risen|climbed) to {killed_total}",
    "number of (?:\\w+ )?(?:civilian deaths|civilians killed)\\b<year_gap> (?:is|is now|now is|stands at|totals|reached) {killed_total}",
)


_TOTALS_SINCE_2014 = (
    "{killed_total} civilians (?:(?:have|had) (?:likely )?been |were )?(?:<unintentionally> )?killed\\b<year_gap>\\b<until_now>",
    'kill(?:ed|ing) ["\u201c]?(?:a total of )?{killed_total} civilians\\b<year_gap>\\b<until_now>',
    "(?:accounted for|responsible for|led to|acknowledged|conceded|confirmed|admitted|accepted) {killed_total} civilian deaths\\b<year_gap>\\b<until_now>",
    "deaths? of {killed_total} civilians\\b<year_gap>\\b<until_now>",
)


# What is said so with 'at least' is a total, if no time is given.
_TOTALS_SO_FAR = (
    "\\b(?:has|have) (?:<unintentionally> )?killed {killed_total} civilians",
    "\\b(?:admitted|acknowledged) (?:to )?(?:<unintentionally> )?killing {killed_total} civilians",
)


_ANOTHER_TIME = (
    f"\\bsince\\b|\\b(?:past|last|this) (?:\\w+ )?(?:days?|weeks?|months?)\\b|\\b(?:in|during|on) (?:{_MONTH_NAMES})\\b"
)


_STRIKES = (
    "(?:conducted|carried out|launched) (?:a total of )?{strikes_total} <strikes>",
    "{strikes_total} <strikes> (?:have|had) been (?:conducted|carried out|launched)",
    "there (?:have|had) been {strikes_total} <strikes>",
    "a total of {strikes_total} <strikes> <since_2014>",
)


# A sentence that says one of these gives a total of something else.
_ANOTHER_TOTAL = (
    f"{_ONE_CASE}|\\b(?:deadliest|worst|highest|largest|biggest|bloodiest|most)\\b|\\b(?:total|number|tally|count) (?:of |for )?(?:[\\w-]+ )?"
    "(?:reports|allegations|claims|strikes|air\\s?strikes|injured|wounded|fighters|militants|terrorists|children|women)\\b"
)


def _all_of(*needs: str) -> str:
    """An expression for a sentence in which each of several is found."""
    return "^" + "".join(f"(?=.*(?:{each}))" for each in needs)


PATTERNS = (
    *[Pattern(phrase, needs=_DOER, unless=NOT_OF_THE_MONTH) for phrase in _DONE_IN_THE_MONTH],
    *[Pattern(phrase, unless=NOT_OF_THE_MONTH) for phrase in _OF_THE_MONTH],
    *[Pattern(phrase, unless=_OTHER_TIMES) for phrase in _OPEN],
    *[Pattern(phrase, needs=_DOER, unless=_OTHER_TIMES) for phrase in _STILL_OPEN],
    Pattern("carr(?:ied|ying) over {carried_over} <reports><casualties> from previous months,? (?:and )?received {received} (?:new )?<reports>",
            needs="\\b(?:in|during) the month of\\b"),
    Pattern("received {received} <reports>", needs=f"^(?:[a-z .,]{{3,40}}[-\u2013\u2014]+)?\\W*(?:in|during) (?:the month of )?(?:{_MONTH_NAMES})\\b.*(?:{_DOER})", unless=NOT_OF_THE_MONTH),
    *[Pattern(phrase, unless=NOT_OF_THE_MONTH, zero_field=field) for phrase, field in _ZERO_IN_THE_MONTH.items()],
    *[Pattern(phrase, needs="\\bcredible\\b", unless=NOT_OF_THE_MONTH) for phrase in _HARMED_IN_CREDIBLE_REPORTS],
    *[Pattern(phrase, unless=NOT_OF_THE_MONTH) for phrase in _HARMED_IN_ALL_REPORTS],
    Pattern("kill(?:ed|ing) {killed} civilians", needs=_all_of(_ASSESSED_IN_A_MONTH, _COALITION), unless=f"{_CAMPAIGN}|{_ONE_CASE}"),
    *[
        Pattern(phrase, needs="\\bpreponderance\\b|\\binvestigations?\\b[^;]{0,160}\\b(?:concluded|found|indicate)|\\bafter a (?:thorough )?review",
                unless=_SINCE_2014, once=True)
        for phrase in _HARMED_IN_THESE_STRIKES
    ],
    *[
        Pattern(phrase, needs=_all_of("\\b(?:air\\s?)?strikes\\b", _BETWEEN_DAYS, _COALITION), unless=_ONE_CASE, once=True)
        for phrase in _HARMED_BETWEEN_DAYS
    ],
    Pattern("announced (?:the )?results of {completed} (?:more |further |additional )?(?:civilian[- ]casualty )?assessments", once=True),
    Pattern("description of the {credible} (?:U\\.?S\\.? |coalition )?(?:air\\s?)?strikes [^.;]{0,90}determined to be <credible>", once=True),
    Pattern("also resulted in minor <injuries> to {injured} <people>", unless=_SINCE_2014, once=True),
    Pattern("{killed_total} civilians (?:have|had) been <unintentionally> killed", needs="\\bto date\\b|" + _SINCE_2014, at_least=True),
    Pattern("{killed_total} civilians (?:have|had) been <unintentionally> killed by coalition (?:air\\s?)?(?:strikes|actions)(?! (?:in|on|near|during|at)\\b)",
            needs="\\bassess", at_least=True),
    *[
        Pattern(phrase, needs=_all_of(_COALITION, _SINCE_2014), unless=_ANOTHER_TOTAL, at_least=True, often_rounded=True)
        for phrase in _TOTALS_SINCE_2014
    ],
    *[
        Pattern(phrase, needs=_COALITION, unless=f"{_ANOTHER_TOTAL}|{_ANOTHER_TIME}", only_at_least=True)
        for phrase in _TOTALS_SO_FAR
    ],
    *[
        Pattern(phrase, needs=_all_of(_COALITION + "|^\\W*(?:that|this|the deaths)\\b", "civilian|deaths"), unless=_ANOTHER_TOTAL, at_least=True, often_rounded=True)
        for phrase in _NEW_TOTALS
    ],
    Pattern("<unintentionally> killed and {injured_total} (?:civilians )?(?:<was> )?(?:<unintentionally> )?<injured> <gap>\\b<since_2014>",
            needs=_COALITION, at_least=True),
    Pattern("{injured_total} civilians (?:have|had) been <unintentionally> <injured>", needs=_SINCE_2014, at_least=True),
    *[
        Pattern(phrase, needs="<in_period>|" + _SINCE_2014, unless="\\bU\\.?S\\.? (?:has |have |had )?(?:conducted|carried|launched)")
        for phrase in _STRIKES
    ],
    Pattern("<strikes>,? (?:that included|that consisted of|consisting of|including|with) {engagements_total} (?:separate )?engagements",
            needs=_SINCE_2014),
    Pattern("total number of <reports><casualties>(?: <in_period>)? (?:was|is|stood at) {reports_total}", needs="<in_period>|" + _SINCE_2014),
    Pattern("total number of credible <reports><casualties>(?: <in_period>)? (?:was|is|stood at) {credible_total}", needs="<in_period>|" + _SINCE_2014),
    Pattern("{credible_total} (?:out )?of (?:the |a total of )?{reports_total} <reports>[^.;]{0,60}? <assessed><credible>",
            needs=_SINCE_2014),
    Pattern("{reports_total} <reports><casualties> were (?:made|submitted|received)\\b", needs="<in_period>"),
    Pattern("found (?:that )?(?:only )?{credible_total} of (?:these|them|those) (?:to be |were )?<credible>", needs="<in_period>"),
    Pattern("received (?:a total of )?{reports_total} <reports>",
            needs=f"received [^,;:]{{0,140}}(?:{_SINCE_2014})|^\\W*(?:{_SINCE_2014})[^;:]{{0,120}}received",
            unless=f"\\b(?:in|during) (?:the month of )?(?:{_MONTH_NAMES})\\b(?! 2014)"),
)  # fmt: skip


# A sentence that says one of these states no figure of the release, for the reason given.
ABOUT_SOMETHING_ELSE = {
    "it is about another party": "|".join(
        (
            "\\b(?:Airwars|Observatory|SOHR|SNHR|Syrian Network|Amnesty|Human Rights|rights (?:groups?|organi[sz]ations?)|CIVIC)\\b",
            "\\b(?:monitor(?:s|ing)?|activists?|watchdogs?|NGOs?|United Nations|U\\.?N|Iraq Body Count|VDC|White Helmets)\\b",
            "\\b(?:Afghan|Somali|Yemen|Libya|Pakistan|Niger|Taliban|AFRICOM|Africa Command)",
            "\\bRussian\\b|\\bRussia\\b(?!\\s*\\))|\\bTurk(?:ey|ish)\\b|\\bSyrian (?:government|army|regime)\\b|\\bSDF\\b",
            "\\b(?:RAF|Royal Air Force|Britain|British|U\\.?K|French|France|Dutch|Netherlands|Australian?|Belgi(?:um|an))\\b",
            "\\b(?:Iraqi|Syrian|Kurdish) (?:forces|security|partners|soldiers|troops)\\b",
            "\\b(?:Dan(?:ish|es)|Denmark|German[sy]?|Canad(?:a|ian)|Jordan(?:ian)?|Saudi|Emirati?|Bahrain|Qatar|Ital(?:y|ian)|Spain|Spanish)\\b",
            "(?<!coalition[ ]and[ ])(?<!and[ ]its[ ])\\bpartner (?:nations?|forces?|states?|countries)\\b|\\ball(?:y|ies)\\b|\\bmember states?\\b",
            "\\b(?:Norw(?:ay|egian)|Swed(?:en|ish)|Finland|Finnish|Polish|Poland|Portug|Iranian?s?\\b|Israeli?s?|Egyptian?)\\b",
        )
    ),
    "it is about one country or place": "|".join(
        (
            "(?<!Syria[ ]and[ ])\\b(?:in|across|over|inside|throughout) Iraq\\b(?! and (?:in )?Syria| or Syria)",
            "(?<!Iraq[ ]and[ ])\\b(?:in|across|over|inside|throughout) Syria\\b(?! and (?:in )?Iraq| or Iraq)",
            "\\b(?:in|on|from|for|over|around|outside|concerning) (?:eastern |western |northern |southern )?(?:Ar |Al |al-|Deir |Dayr |Tal |Abu )?"
            "(?:Mosul|Raqqah?|Hajin|Baghou?z|Tabqah?|[Ee]z[- ]Zou?r|Az Zawr|Aleppo|Manbij|Ramadi|Fallujah?|Afar|Kamal|Kobani|Palmyra|Hawija"
            "|Sinjar|Kirkuk|Anbar|Nineveh|Idlib|Baghdad|Mayadi?e?n|Shadd?adi)\\b",
        )
    ),
    "it is about another period or release": "|".join(
        (
            "\\b(?:previous|last|earlier|prior|preceding)(?:ly)? (?:report(?!s|ed)|release|statement|announcement|month(?!s)|monthly"
            "|tally|toll|count|figure|total|estimate|year|week)",
            "\\b(?:an?|one|two) (?:month|year|week)s? (?:ago|earlier|before)\\b|\\bthe month before\\b|\\bback then\\b|\\bat the time\\b",
            f"\\b(?:admitted|acknowledged|announced|said|stated|reported) in (?:late |early |mid[- ])?(?:{_MONTH_NAMES})\\b",
            f"\\b(?:report|release|statement|figures|data) (?:from|(?:released|published|issued) in) (?:late |early |mid[- ])?(?:{_MONTH_NAMES})\\b",
            "\\bbefore (?:this|the|that|its) (?:\\w+ )?(?:report|release|statement|update)\\b",
            "\\b(?:previously|earlier|formerly) (?:announced|published|stated|said|acknowledged|admitted|put)\\b",
            f"\\b(?:in|by|at the end of) (?:late |early |mid[- ])?(?:{_MONTH_NAMES})(?: 20[0-9][0-9])?,? (?:the |a |its )?"
            "(?:it|[^,.;]{0,60}\\b(?:coalition|task force|military|Pentagon|CJTF|Central Command|forces)\\b[^,.;]{0,40}?)(?: had| has)? (?:admitted|acknowledged|announced|said|stated|put|confirmed|conceded)\\b",
        )
    ),
    "it compares or corrects figures, or states no fact": "|".join(
        (
            "\\b(?:up|down|rose|fell|increased?|decreased?) from\\b|\\bcompar(?:ed|ison)\\b|\\binstead of\\b|\\brather than\\b",
            "\\b(?:incorrect|correct(?:ion|ed)|revis(?:ed|ion)|retract|withdrawn|misstated|erroneous|mistaken|rumou?r|forecast)",
            "\\b(?:initially|at first|reversed|reclassified|overturned|later found)\\b",
            "\\bhad (?:said|put|announced)\\b|\\bnot (?:include|count)|\\bclaim(?:s|ed)? that\\b|\\bfalse(?:ly)?\\b|\\breportedly\\b",
            "\\b(?:expect(?:s|ed)?|would|could|may have|might|if|did not|denies|denied|deny)\\b",
            "\\b(?:not|isn't|n[o']t) true\\b|\\bpending\\b|\\bwill (?:admit|acknowledge|announce|say)|\\bcritics\\b|\\bSaudi-led\\b|\\bkilled or (?:injured|wounded)\\b|\\b(?:deaths?|killed|injured) (?:each|apiece)\\b|\\blater (?:changed|raised|lowered)\\b",
        )
    ),
}  # fmt: skip


# Words that look like those above but mean nothing of the kind: duplicates of earlier reports, and what news agencies
# add to the name of the Islamic State.
HARMLESS = (
    "\\bduplicat\\w* (?:reports? )?(?:of|to) (?:an? |the )?(?:previous|prior|earlier)\\w* (?:reported )?reports?"
    "|\\b[0-9]{1,2},? last year\\b|\\bin support of (?:our )?partner(?:ed)? forces?\\b|\\bmore likely than not\\b[^.;]{0,90}"
    "|\\([^()]*\\b(?:outlawed|banned)\\b[^()]*\\)|\\bIslamic State (?:of|in) Iraq and (?:Syria|the Levant)|\\bMay [0-9]"
)
