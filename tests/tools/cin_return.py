#!/usr/bin/python3
"""Holds returns of children in need to the Department's schemas of 2017 to 2026.

cin_return.py FILE...

What CIN_schema_YEAR.xsd says of elements, their order and number, and of values, for the year that the file's header gives.
One line for each fault, without the value; exit 1 if there is any.
"""
import re
import sys
import xml.etree.ElementTree as etree

ANY, DATE, NUMBER, TRUTH = r"(?s).*", r"\d{4}-\d\d-\d\d", r"\d+", "[01]"
UPN, ABUSE = r"[A-Za-z]\d{11}(\d|[A-Za-z])", "NEG|PHY|SAB|EMO|MUL"


def elements(year):
    """Parent: its elements in order, each with how often it may occur and the pattern of its value; None: it has elements."""
    sex = ("Sex", "1", "[MFU]") if year >= 2025 else ("GenderCurrent", "1", "[0129]")
    factors = "1A|1B|1C|2A|2B|2C|3A|3B|3C|4A|4B|4C|5A|5B|5C|6A|6B|6C|7A|8B|8C|8D|8E|8F|9A|1[0-9]A|20|21|22A|23A"
    factors += "|18B|18C|19B|19C" if year >= 2021 else ""
    factors += "|24A" if year >= 2022 else ""
    source = "1[A-D]|2[AB]|3[A-F]|4|5[ABC]|6|7|8|9|10" + ("|5D" if year >= 2023 else "")
    plans = [("CINPlanDates", "*", None)] if year >= 2022 else []
    return {
        "Message": [("Header", "?", None), ("Children", "1", None)],
        "Header": [("CollectionDetails", "?", None), ("Source", "*", None)],
        "CollectionDetails": [("Collection", "?", "CIN"), ("Year", "?", r"\d{4}"), ("ReferenceDate", "?", DATE)],
        "Source": [("SourceLevel", "?", "L"), ("LEA", "1", r"\d{3}"), ("SoftwareCode", "?", ANY), ("Release", "?", ANY),
                   ("SerialNo", "?", r"\d{3}\d*"), ("DateTime", "?", DATE + r"T\d\d:\d\d:\d\d")],
        "Children": [("Child", "+", None)],
        "Child": [("ChildIdentifiers", "1", None), ("ChildCharacteristics", "1", None), ("CINdetails", "+", None)],
        "ChildIdentifiers": [("LAchildID", "1", ANY), ("UPN", "?", UPN), ("FormerUPN", "?", UPN), ("UPNunknown", "?", "UN[1-7]"),
                             ("PersonBirthDate", "?", DATE), ("ExpectedPersonBirthDate", "?", DATE), sex,
                             ("PersonDeathDate", "?", DATE)],
        "ChildCharacteristics": [("Ethnicity", "1", "[A-Z]{4}"), ("Disabilities", "?", None)],
        "Disabilities": [("Disability", "+", "NONE|MOB|HAND|PC|INC|COMM|LD|HEAR|VIS|BEH|CON|AUT|DDA")],
        "CINdetails": [("CINreferralDate", "1", DATE), ("ReferralSource", "1", source), ("PrimaryNeedCode", "?", "N[0-9]"),
                       ("CINclosureDate", "?", DATE), ("ReasonForClosure", "?", "RC[1-9]" if year >= 2023 else "RC[1-8]"),
                       ("DateOfInitialCPC", "?", DATE), ("Assessments", "*", None), *plans, ("Section47", "*", None),
                       ("ReferralNFA", "1", TRUTH), ("ChildProtectionPlans", "*", None)],
        "Assessments": [("AssessmentActualStartDate", "1", DATE), ("AssessmentInternalReviewDate", "?", DATE),
                        ("AssessmentAuthorisationDate", "?", DATE), ("FactorsIdentifiedAtAssessment", "?", None)],
        "FactorsIdentifiedAtAssessment": [("AssessmentFactors", "+", factors)],
        "CINPlanDates": [("CINPlanStartDate", "1", DATE), ("CINPlanEndDate", "?", DATE)],
        "Section47": [("S47ActualStartDate", "1", DATE), ("InitialCPCtarget", "?", DATE), ("DateOfInitialCPC", "?", DATE),
                      ("ICPCnotRequired", "1", TRUTH)],
        "ChildProtectionPlans": [("CPPstartDate", "1", DATE), ("CPPendDate", "?", DATE), ("InitialCategoryOfAbuse", "1", ABUSE),
                                 ("LatestCategoryOfAbuse", "1", ABUSE), ("NumberOfPreviousCPP", "1", NUMBER),
                                 ("Reviews", "?", None)],
        "Reviews": [("CPPreviewDate", "+", DATE)],
    }


def check(element, known, say):
    children = "".join(child.tag + " " for child in element)
    order = "".join(f"({name} )" + ("" if often == "1" else often) for name, often, _ in known[element.tag])
    if not re.fullmatch(order, children):
        say(f"{element.tag}: elements missing, unknown, repeated or out of order: {children}")
    values = {name: pattern for name, _, pattern in known[element.tag]}
    for child in element:
        pattern = values.get(child.tag)
        if child.tag in values and pattern is None:
            check(child, known, say)
        elif pattern is not None and not re.fullmatch(pattern, child.text or ""):
            say(f"{child.tag}: no value of its type")


def main():
    faults = []
    for path in sys.argv[1:]:
        root = etree.parse(path).getroot()
        year = int(root.findtext("Header/CollectionDetails/Year"))
        check(root, elements(year), lambda words: faults.append(f"{path}: {words}"))
    print("".join(fault + "\n" for fault in faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
