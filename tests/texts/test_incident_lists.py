"""Lists of incidents: what is read of each item, and why an item is left out. All texts are made up."""

from __future__ import annotations

import pytest

from civcas.texts.incident_lists import read_incident_list

HARM = "Regrettably, four civilians were unintentionally killed and two were injured."
NO_STRIKES = "No Coalition strikes were conducted in the geographical area on that day."
HEAD = "Feb. 3, 2017, near Mosul, Iraq, via Airwars report."


def only_item(text):
    (item,) = read_incident_list(text).items
    return item


def of_credible(head=HEAD, harm=HARM):
    return only_item(f"CREDIBLE REPORTS\n\n1. {head} {harm}\n")


def days(item):
    return (str(item.first_day), str(item.last_day))


def test_an_item_is_read_whole():
    item = of_credible()
    assert item.problem == ""
    assert (item.number, days(item)) == ("1", ("2017-02-03", "2017-02-03"))
    assert (item.place, item.country) == ("Mosul", "Iraq")
    assert (item.status, item.allegation_source, item.killed, item.injured) == ("credible", "airwars", "4", "2")


# --- numbers and bullets, lines and pages --------------------------------------------------------------------------
@pytest.mark.parametrize(
    "bullet",
    [
        "1. ",
        "1) ",
        "(1) ",
        "1.",
        "(a) ",
        "a) ",
        "(iv) ",
        "\u2022 ",
        "\u2022",
        "- ",
        "* ",
        "\u2013 ",
        "* 1. ",
        "",
        "  3.  ",
    ],
)
def test_any_number_or_bullet_begins_an_item(bullet):
    another = "March 4, 2017, near Tal Afar, Iraq, via self-report."
    text = f"CREDIBLE REPORTS\n\n{bullet}{HEAD} {HARM}\n\n{bullet}{another} {HARM}\n"
    items = read_incident_list(text).items
    assert [(item.place, item.killed, item.problem) for item in items] == [("Mosul", "4", ""), ("Tal Afar", "4", "")]


def test_numbers_of_several_digits():
    text = "CREDIBLE REPORTS\n\n" + "".join(f"{n}. Feb. {n}, 2017, near Mosul, Iraq. {HARM}\n" for n in range(8, 13))
    assert [item.number for item in read_incident_list(text).items] == ["8", "9", "10", "11", "12"]
    assert only_item(f"CREDIBLE REPORTS\n\n114. {HEAD} {HARM}\n").number == "114"


@pytest.mark.parametrize(
    "text",
    [
        "1. {start} near\nMosul, Iraq, via Airwars\nreport. Regrettably, four\ncivilians were\n{end}",
        "1.\n{start} near Mosul, Iraq, via Airwars report. Regrettably, four civilians were {end}",
        "1. {start} near Mosul, Iraq, via Airwars report. Regrettably, four civilians were\n\nPage 2 of 5\n\n{end}",
        "1. {start} near Mosul, Iraq, via Airwars report. Regrettably, four civilians were\n\n2\n\f\n{end}",
        "1. {start} near Mosul, Iraq, via Airwars report. Regrettably, four civil\u00adians\u00a0were {end}",
    ],
)
def test_an_item_may_run_over_lines_and_pages(text):
    text = text.format(start="Feb. 3, 2017,", end="unintentionally killed and two were injured.")
    item = only_item(f"Credible Reports\n\n{text}\n\n")
    assert (item.problem, item.killed, item.injured) == ("", "4", "2")


def test_a_running_head_does_not_end_a_list():
    another = "2. March 4, 2017, near Tal Afar, Iraq. Regrettably, one civilian was"
    head = "\n\nMonthly Report of the Task Force\n\n"
    text = f"CREDIBLE REPORTS\n\n1. {HEAD} {HARM}{head}{another}{head}unintentionally killed.\n"
    assert [(item.killed, item.problem) for item in read_incident_list(text).items] == [("4", ""), ("1", "")]


def test_items_of_a_text_that_lost_its_line_breaks():
    text = (
        f"The month is over.Credible Reports 1. {HEAD} {HARM} 2. March 4, 2017, near Tal Afar, Iraq, via self-report."
        f" {HARM}Non-credible Reports 3. March 5, 2017, near Rutbah, Iraq, via Airwars report. {NO_STRIKES}"
    )
    items = read_incident_list(text).items
    assert [(item.number, item.place, item.status, item.problem) for item in items] == [
        ("1", "Mosul", "credible", ""),
        ("2", "Tal Afar", "credible", ""),
        ("3", "Rutbah", "non_credible", ""),
    ]


def test_two_items_that_cannot_be_told_apart_are_left_out():
    item = of_credible(harm=f"{HARM} Then March 4, 2017, near Tal Afar, Iraq, via self-report. {HARM}")
    assert item.problem == "another item seems to follow within it"


def test_a_paragraph_that_may_belong_to_an_item():
    text = f"CREDIBLE REPORTS\n\n1. {HEAD} {HARM}\n\nThree more civilians were killed when the house fell.\n\n"
    assert "the paragraph after it may belong to it" in only_item(text).problem
    about_all = f"CREDIBLE REPORTS\n\n1. {HEAD} {HARM}\n\nTo date, 1,302 civilians were killed since August 2014.\n"
    assert only_item(about_all).problem == ""


def test_a_text_that_breaks_off():
    assert only_item(f"CREDIBLE REPORTS\n\n1. {HEAD} Regrettably, four civilians were killed and\n").problem == (
        "its text breaks off"
    )


def test_what_is_not_an_item_is_kept_for_other_readers():
    listed = read_incident_list(
        f"In May, the Coalition received four new reports.\n\nCREDIBLE REPORTS\n\n1. {HEAD} {HARM}\n"
    )
    assert "received four new reports" in listed.rest
    assert "Mosul" not in listed.rest


@pytest.mark.parametrize(
    "text",
    [
        "On Oct. 20, 2017, near Raqqah, Syria, 12 strikes engaged eight tactical units and destroyed a vehicle.",
        "Near Mosul, Iraq, two strikes engaged a tactical unit.",
        "U.S. forces conducted two strikes in Iraq and Syria.",
        "1. Raqqa is a city in Syria.\n\n2. Mosul is a city in Iraq.",
    ],
)
def test_other_lists_have_no_items(text):
    assert read_incident_list(text).items == []


# --- headings ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("CREDIBLE REPORTS", "credible"),
        ("Credible Reports:", "credible"),
        ("Credible", "credible"),
        ("Credible Reports \u2014 In each of the incidents below, all precautions were taken.", "credible"),
        ("After a review, the task force assessed that the following two reports are credible.", "credible"),
        ("Here is a description of the two strikes that were determined to be credible:", "credible"),
        ("In each of the incidents below, unintentional civilian casualties regrettably occurred.", "credible"),
    ],
)
def test_headings_of_credible_reports(heading, status):
    item = only_item(f"{heading}\n\n1. {HEAD} {HARM}\n")
    assert (item.status, item.problem) == (status, "")


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("NON-CREDIBLE REPORTS", "non_credible"),
        ("Non-Credible Reports", "non_credible"),
        ("Non credible", "non_credible"),
        ("Not Credible Allegations", "non_credible"),
        ("The task force assessed that the following 12 reports received in May are non-credible.", "non_credible"),
        ("DUPLICATE REPORTS", "duplicate"),
        ("Duplicates", "duplicate"),
        ("REOPENED REPORTS", "open"),
        ("Re-opened", "open"),
        ("Open Reports", "open"),
    ],
)
def test_headings_of_other_reports(heading, status):
    item = only_item(f"{heading}\n\n1. {HEAD} The report was looked into.\n")
    assert (item.status, item.problem, item.killed) == (status, "", "")


@pytest.mark.parametrize("heading", ["INCONCLUSIVE REPORTS", "Credible and Non-credible Reports", "Unsubstantiated"])
def test_under_an_unknown_heading_nothing_is_read(heading):
    text = f"CREDIBLE REPORTS\n\n1. {HEAD} {HARM}\n\n{heading}\n\n2. March 4, 2017, near Tal Afar, Iraq. {HARM}\n"
    known, unknown = read_incident_list(text).items
    assert known.problem == ""
    assert unknown.problem == f"it stands under the heading “{heading}”, which is not known"


def test_names_of_countries_and_months_between_items_change_nothing():
    text = f"CREDIBLE REPORTS\n\nIraq\n\nFebruary 2017\n\n1. {HEAD} {HARM}\n"
    assert only_item(text).problem == ""


def test_without_a_heading_the_item_itself_has_to_say_it():
    assert only_item(f"1. {HEAD} {HARM}\n").status == "credible"
    assert only_item(f"1. {HEAD} {NO_STRIKES}\n").status == "non_credible"
    assert only_item(f"1. {HEAD} The civilian report was looked into.\n").problem == (
        "no heading above it says whether it was found credible"
    )


@pytest.mark.parametrize(
    ("heading", "words", "problem"),
    [
        ("CREDIBLE REPORTS", NO_STRIKES, "it stands under credible, but its own words say non_credible"),
        ("NON-CREDIBLE REPORTS", HARM, "it stands under non_credible, but its own words say credible"),
        ("NON-CREDIBLE REPORTS", "It is a duplicate of a report of March 5, 2017, near Mosul, Iraq.",
         "it stands under non_credible, but its own words say duplicate"),
        ("REOPENED REPORTS", HARM, "it stands under the open reports, but says how many were harmed"),
        ("CREDIBLE REPORTS", f"{NO_STRIKES} {HARM}", "its own words say both non_credible and credible"),
    ],
)  # fmt: skip
def test_an_item_that_contradicts_its_heading(heading, words, problem):
    assert only_item(f"{heading}\n\n1. {HEAD} {words}\n").problem == problem


def test_a_duplicate_has_its_own_day():
    item = only_item(f"1. {HEAD} It was assessed to be a duplicate of a report of March 5, 2017, near Mosul, Iraq.\n")
    assert (item.status, days(item)[0], item.problem) == ("duplicate", "2017-02-03", "")


# --- days ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Feb. 3, 2017,", "2017-02-03", "2017-02-03"),
        ("Feb 3, 2017", "2017-02-03", "2017-02-03"),
        ("February 03, 2017,", "2017-02-03", "2017-02-03"),
        ("On Sept. 3, 2017,", "2017-09-03", "2017-09-03"),
        ("Sept.3, 2017,", "2017-09-03", "2017-09-03"),
        ("Feb. 3 , 2017,", "2017-02-03", "2017-02-03"),
        ("3 February 2017,", "2017-02-03", "2017-02-03"),
        ("3rd February 2017", "2017-02-03", "2017-02-03"),
        ("2017-02-03,", "2017-02-03", "2017-02-03"),
        ("Feb. 3-5, 2017,", "2017-02-03", "2017-02-05"),
        ("Feb. 3\u20135, 2017,", "2017-02-03", "2017-02-05"),
        ("Feb. 27 - March 2, 2017,", "2017-02-27", "2017-03-02"),
        ("Feb. 27, 2017 to March 2, 2017,", "2017-02-27", "2017-03-02"),
    ],
)
def test_days(words, first, last):
    item = of_credible(f"{words} near Mosul, Iraq, via Airwars report.")
    assert (item.problem, *days(item)) == ("", first, last)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("On or about Feb. 3, 2017,", "its day is in doubt"),
        ("In early March 2017,", "its day is in doubt"),
        ("Around Feb. 3, 2017,", "its day is in doubt"),
        ("Between Feb. 3 and Feb. 5, 2017,", "its day is in doubt"),
        ("March 2017,", "its day is not given, or there is no such day"),
        ("Feb. 31, 2017,", "there is no such day"),
        ("Feb. 3,", "the year of its day was not read"),
        ("Feb. 3/4, 2017,", "the year of its day was not read"),
        ("Feb. 3 or 4, 2017,", "the year of its day was not read"),
        ("Feb. 3 and 5, 2017,", "the year of its day was not read"),
        ("Dec. 6, 2106,", "the year of its day was not read"),
        ("Feb. 3, 2017 or Feb. 4, 2017,", "the words after its day are not known, so the day is in doubt"),
        ("Feb. 3, 2017 [later corrected],", "the words after its day are not known, so the day is in doubt"),
        ("03/02/2017,", "its day was not read"),
        ("Feb. 5-3, 2017,", "its days, 2017-02-05 to 2017-02-03, are not in order or too far apart"),
        ("Feb. 3, 2013,", "its day, 2013-02-03, is before the campaign began"),
    ],
)
def test_days_in_doubt(words, problem):
    assert of_credible(f"{words} near Mosul, Iraq, via Airwars report.").problem == problem


def test_a_day_after_the_release():
    from datetime import date

    (item,) = read_incident_list(f"CREDIBLE REPORTS\n\n1. {HEAD} {HARM}\n", date(2017, 1, 31)).items
    assert item.problem == "its day, 2017-02-03, is after the day of the release, 2017-01-31"


# --- places and sources --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "place", "country"),
    [
        ("near Mosul, Iraq,", "Mosul", "Iraq"),
        ("in Ar Raqqah, Syria", "Ar Raqqah", "Syria"),
        ("near Raqqah Syria,", "Raqqah", "Syria"),
        ("in Jarabulus. Syria,", "Jarabulus", "Syria"),
        ("near al-Mansour neighborhood, Raqqah, Syria", "al-Mansour neighborhood, Raqqah", "Syria"),
        ("near the Koniko Oil Fields, Syria,", "Koniko Oil Fields", "Syria"),
        ("Hama Province, Syria,", "Hama Province", "Syria"),
    ],
)
def test_places(words, place, country):
    item = of_credible(f"Feb. 3, 2017, {words} via Airwars report.")
    assert (item.problem, item.place, item.country) == ("", place, country)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("near Al Qaim, Iraq and Al Mayadin, Syria", "it names several places"),
        ("near Mosul, Iraq, and near Raqqah, Syria,", "it names several places"),
        ("in the Omar Oil Fields,", "its country is missing"),
        ("near Al Qaim, on the Iraq-Syria border,", "it names several places"),
        ("in al Soussa, Iraq [sic],", "its place and country were not read"),
    ],
)
def test_places_that_are_not_clear(words, problem):
    assert of_credible(f"Feb. 3, 2017, {words} via Airwars report.").problem == problem


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("via self-report.", "self_report"),
        ("via self-report:", "self_report"),
        ("via Airwars", "airwars"),
        ("via Airwars report. ", "airwars"),
        ("via social media report:", "social_media"),
        ("via media report.", "media"),
        ("via Amnesty International report.", "ngo"),
        ("via a regional humanitarian organization.", "ngo"),
        ("via tribe elders.", "other"),
        ("via Amnesty International and Airwars report.", ""),
        (":", ""),
    ],
)
def test_who_brought_the_report(words, source):
    item = of_credible(f"Feb. 3, 2017, near Mosul, Iraq, {words}")
    assert (item.problem, item.allegation_source) == ("", source)


@pytest.mark.parametrize(
    ("words", "ref", "code", "grid"),
    [
        ("2664 37SFU781164", "2664", "", "37SFU781164"),
        ("2801/CS093 37SEV008785", "2801/CS093", "CS093", "37SEV008785"),
        ("2074/S1190 37SEV009787", "2074/S1190", "S1190", "37SEV009787"),
        ("1427 / 37SDV5905065690.", "1427", "", "37SDV5905065690"),
        ("Report 3354 / 37S FU 29180 87537. Closed on January 9, 2025.", "3354", "", "37SFU2918087537"),
        ("(497)", "497", "", ""),
        ("2928/CS196 No MGRS Given", "2928/CS196", "CS196", ""),
    ],
)
def test_numbers_codes_and_grid_references(words, ref, code, grid):
    item = of_credible(harm=f"{HARM} {words}")
    assert (item.problem, item.killed, item.injured) == ("", "4", "2")
    assert (item.coalition_ref, item.airwars_code, item.mgrs) == (ref, code, grid)


def test_a_number_without_a_space_before_it_is_no_figure():
    item = of_credible(harm="Regrettably, six civilians were unintentionally killed.2660 37SFU784153")
    assert (item.problem, item.killed, item.coalition_ref) == ("", "6", "2660")


def test_numbers_and_codes_that_are_not_clear():
    assert of_credible(harm=f"{HARM} 2801/CS093 CS094").problem == "it gives several codes of Airwars: CS093, CS094"
    assert "has not as many digits for easting" in of_credible(harm=f"{HARM} 3181 37SFU78615").problem
    assert "it gives several grid references" in of_credible(harm=f"{HARM} 37SFU781164 37SFU781165").problem


# --- figures -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "killed", "injured"),
    [
        ("Four civilians were unintentionally killed.", "4", ""),
        ("Thirty-three civilians were unintentionally killed.", "33", ""),
        ("Regrettably, 105 civilians were unintentionally killed and 36 were injured.", "105", "36"),
        ("Two civilians were unintentionally injured.", "", "2"),
        ("One civilian was injured, and three were unintentionally killed during the attack.", "3", "1"),
        ("Two civilians were unintentionally killed and another unintentionally wounded.", "2", "1"),
        ("Three civilians were unintentionally killed and two others unintentionally wounded.", "3", "2"),
        ("Two civilians were killed. Two others were injured.", "2", "2"),
        ("Two civilians, including a child, were killed.", "2", ""),
        ("Four civilians, two of whom were children, were killed.", "4", ""),
        ("Four civilians were killed, including two children.", "4", ""),
        ("Eight civilians, who were not observed near the target, were unintentionally killed.", "8", ""),
        ("One civilian who was not observed near the target was unintentionally killed.", "1", ""),
        ("A civilian left a nearby building and was unintentionally killed in the blast.", "1", ""),
        ("Seven civilians in the buildings were unintentionally killed.", "7", ""),
        ("It was assessed that one civilian in a truck was likely killed.", "1", ""),
        ("It is more likely than not that seven civilians were unintentionally killed.", "7", ""),
        ("A munition struck near a house, injuring 14 civilians, and five civilians were killed.", "5", "14"),
        ("The strike unintentionally resulted in the deaths of 11 civilians.", "11", ""),
        ("The strike resulted in two unintentional civilian deaths.", "2", ""),
        ("During a strike which killed a known ISIS leader it was assessed that one civilian was injured.", "", "1"),
        ("While the ISIS fighters were killed, a civilian nearby was unintentionally injured.", "", "1"),
        ("The strike killed about ten Daesh terrorists, and one civilian was killed.", "1", ""),
        (
            "It is assessed that two civilians were killed. Two trucks were struck, their drivers presumed killed.",
            "2",
            "",
        ),
        (
            "A strike in the night was reported. One civilian was unintentionally killed. (Not previously reported)",
            "1",
            "",
        ),
    ],
)
def test_figures(words, killed, injured):
    item = of_credible(harm=words)
    assert (item.problem, item.killed, item.injured) == ("", killed, injured)


@pytest.mark.parametrize(
    "words",
    [
        "At least four civilians were killed.",
        "Between two and five civilians were killed.",
        "Two to five civilians were killed.",
        "Up to five civilians were killed.",
        "About 20 civilians were killed.",
        "Some civilians were killed.",
        "Several civilians were unintentionally killed.",
        "One civilian was killed and at least one other wounded.",
        "Two civilians, and possibly a third, were killed.",
        "Two civilians and a child were killed.",
        "Two men and three women were killed.",
        "Two civilians were killed or injured.",
        "Five civilians were killed and wounded.",
        "One civilian was killed in each of these strikes.",
        "One civilian was killed by the first strike. One civilian was killed by the second strike.",
        "Two civilians may have been killed.",
        "Residents say that two civilians were killed. Four civilians died.",
        "Reportedly, two civilians were killed.",
        "The figure was revised: four civilians were killed, instead of two.",
        "One civilian was unintentionally harmed.",
        "There were four civilian casualties.",
        "Four civilians were killed and a child was injured.",
        "A Coalition strike hit a civilian building.",
        "A Coalition strike destroyed a fighting position near a civilian house.",
        "The fighter was killed and his family perished; two civilians were injured.",
        "Four civilians and 12 animals were killed.",
        "It was not assessed that four civilians were killed.",
        "Four civilians were killed in the first strike and two in the second.",
        "Four civilians were killed, bringing the total to 12.",
        "Four civilians were killed, not five as first stated.",
        "A further four civilians were killed.",
        "Four civilians were killed by ISIS.",
        "ISIS fighters who had killed four civilians were struck.",
        "Six civilians were in the house, of whom four were killed.",
        "Four civilians were injured, one of whom later died.",
        "Killed: 4. Injured: 2.",
        "Three dozen civilians were killed.",
    ],
)
def test_figures_that_are_not_clear_are_left_out(words):
    item = of_credible(harm=words)
    assert item.problem
    assert (item.killed, item.injured) == ("", "")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (NO_STRIKES, "no_coalition_strikes"),
        ("It was assessed that no Coalition actions were conducted there.", "no_coalition_strikes"),
        ("The report contains insufficient information on time and place.", "insufficient_information"),
        ("There is insufficient evidence to find that civilians were harmed.", "insufficient_evidence"),
        ("It was determined that, more likely than not, civilian casualties did not occur.", ""),
    ],
)
def test_reasons(words, reason):
    item = only_item(f"NON-CREDIBLE REPORTS\n\n1. {HEAD} {words}\n")
    assert (item.problem, item.status, item.reason) == ("", "non_credible", reason)


# --- words that are not known may change the meaning ---------------------------------------------------------------
@pytest.mark.parametrize(
    "harm",
    [
        "It is unclear if nine civilians were killed.",
        "Four civilians were killed by Russian aircraft and two civilians were injured.",
        "Four civilians in Mosul were killed.",
        "Four civilians (ISIS members) were killed.",
        "Four civilians who were ISIS members were killed.",
        "Four civilians, a Russian report says, were killed.",
        "Four civilians in Afghanistan were unintentionally killed.",
        "During a strike on Nov. 5, four civilians were killed.",
        "During an Iraqi army attack, four civilians were killed.",
        "During an ISIS attack, four civilians were killed.",
        "After ISIS shelled the area, four civilians were killed.",
        "During a strike last year, four civilians were killed.",
        "In Libya, four civilians were killed.",
        "After a mine exploded, four civilians were killed.",
        "During a strike on ISIS fighters, who executed hostages, four civilians were killed.",
        "It isn't true that four civilians were killed.",
        "It is false that four civilians were killed.",
        "It is doubtful that four civilians were killed.",
        "It is unknown whether four civilians were killed.",
        "If four civilians were killed, we regret it.",
        "The claim that four civilians were killed was rejected, but damage is credible.",
        "No evidence that four civilians were killed was found but the report is.",
        "Witnesses said four civilians were killed.",
        "According to the report, four civilians were killed.",
        "One of four civilians was unintentionally killed.",
        "Four of six civilians were killed.",
        "Three out of four civilians were killed.",
        "Half of the four civilians were killed.",
        "Some of the four civilians were killed.",
        "Two families of four civilians were killed.",
        "Four civilians were killed per vehicle.",
        "Four civilians were killed by Russian aircraft. 9001 37SEU124567",
        "Four civilians were killed by a Syrian regime strike.",
        "Four civilians were killed by Turkish shelling.",
        "Four civilians were killed in an Iraqi army mortar attack.",
        "Four civilians were killed by a partner force artillery round.",
        "Four civilians were killed by a mine after the strike.",
        "Four civilians were killed when ISIS executed them.",
        "Four civilians had been killed before the strike.",
        "Four civilians were killed by other causes.",
        "Four civilians were killed in Mosul, Iraq.",
        "Four civilians were killed in Afghanistan.",
        "Four civilians were killed on Nov. 5, 2017.",
        "Four civilians were killed in this and the following incident.",
        "Four civilians were killed. The incident happened on Oct. 5, 2018.",
        "Four civilians were killed, as was their mother.",
        "Four civilians were killed, and so was the driver.",
        "Four civilians were killed together with their children.",
        "Four civilians were killed alongside a family.",
        "Four civilians were killed. Ten bodies were recovered.",
        "Four civilians were killed. The driver also died.",
        "Four civilians were killed. The figure has since risen to six.",
        "Four civilians were killed. This number is now six.",
        "Four civilians were killed. Two of them were later identified as ISIS fighters.",
        "Four civilians were killed, already included in the January release.",
        "Four civilians were killed. Of these, three had been counted before.",
        "Four civilians were unintentionally injured and passed away in hospital.",
        "Five civilians, approximately, were killed.",
        "Five civilians at minimum were killed.",
        "Probably five civilians were killed.",
        "5* civilians were killed.",
        "Four civilians were injured, per vehicle.",
        "Four civilians were killed. Three more in the same house.",
        "Four civilians were killed by the strike of France.",
    ],
)
def test_a_count_in_words_that_are_not_known_is_left_out(harm):
    item = of_credible(harm=harm)
    assert item.problem
    assert (item.killed, item.injured) == ("", "")


@pytest.mark.parametrize(
    "heading",
    [
        "The following reports were alleged to be credible and are now withdrawn:",
        "None of the following reports is credible:",
        "No report below is credible:",
        "The following reports are no longer credible:",
        "The following reports cannot be considered credible:",
        "REPORTS NO LONGER CREDIBLE",
        "FORMERLY CREDIBLE REPORTS",
        "Corrections to credible reports",
        "Credible reports awaiting assessment",
        "CREDIBLE REPORTS OF TURKISH STRIKES",
        "CREDIBLE REPORTS (RUSSIA)",
        "CREDIBLE REPORTS IN AFGHANISTAN",
        "The following reports were determined to be credible by Airwars:",
    ],
)
def test_a_heading_in_words_that_are_not_known_gives_no_status(heading):
    item = only_item(f"{heading}\n\n1. {HEAD} {HARM}\n")
    assert (item.status, item.problem.startswith("it stands under the heading")) == ("", True)
