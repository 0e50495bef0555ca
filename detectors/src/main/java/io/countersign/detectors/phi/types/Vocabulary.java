package io.countersign.detectors.phi.types;

import io.countersign.detectors.phi.engine.WordClass;
import java.util.function.ObjLongConsumer;

/// Words that belong to no single info type: months, roles, prepositions, what a person does.
/// Written by hand.
final class Vocabulary {
    private static final String[][] SETS = {
        {
            "january february march april may june july august september october november december",
            "jan feb mar apr jun jul aug sep sept oct nov dec"
        },
        {"monday tuesday wednesday thursday friday saturday sunday"},
        {"apt suite ste unit floor fl room rm building bldg box lot trailer apartment"},
        {
            "medical memorial general regional community university presbyterian health healthcare children childrens"
                    + " veterans methodist baptist lutheran mercy sacred heart saint st county valley group care center"
                    + " centre surgical cancer heart rehabilitation rehab pediatrics pediatric family internal associates"
                    + " partners system primary urgent women womens eye spine orthopedic oncology cardiology dental"
                    + " elementary middle high primary academy preschool preparatory college"
        },
        {"mr mrs ms miss mister madam mx"},
        {"patient pt client resident infant baby newborn bb bg twin named aka veteran neonate"},
        {
            "mom mother mum mama dad father papa wife husband son daughter brother sister aunt uncle grandmother"
                    + " grandfather grandma grandpa stepmother stepfather stepmom stepdad spouse partner parent parents"
                    + " cousin niece nephew guardian caregiver sibling sib fiance girlfriend boyfriend godmother"
                    + " godfather neighbor friend abuela kin roommate"
        },
        {
            "nurse rn md np pa attending surgeon physician pcp pediatrician oncologist cardiologist neurologist"
                    + " psychiatrist therapist pharmacist resident fellow intern provider hospitalist dermatologist"
                    + " radiologist anesthesiologist midwife dentist specialist nephrologist pulmonologist do lpn msw lcsw"
                    + " coordinator counselor worker"
        },
        {
            "male female man woman boy girl child teen teenager teenage toddler lady gentleman guy kid adult adolescent m"
                    + " f yo yof yom"
        },
        {"at in from to near by with"},
        {
            "disease syndrome sign score criteria scale reflex test procedure disorder classification staging index"
                    + " maneuver phenomenon law lymphoma tumor anemia palsy thyroiditis esophagus contracture sarcoma"
                    + " technique method operation repair catheter tube virus bodies stain rule model test's chorea ataxia"
                    + " dystrophy nephropathy encephalopathy algorithm triad angina fracture body cell cells anomaly"
                    + " malformation deficiency factor gene protein study grade stage lesion ulcer disease's risk type"
                    + " equation formula theorem questionnaire protocol"
        },
        {
            "no number num nbr id is was are are ids as of the a for it its i d this to patient's value equals ending"
                    + " last four here digits code identifier identification nos on under with"
        },
        {
            "presents presented presenting reports reported denies denied complains complained states stated was is has"
                    + " had who whose requests requested returns returned underwent admitted needs tolerating remains"
                    + " wants received receives takes lives called sent weighs arrived brought developed diagnosed"
                    + " scheduled called seen"
        },
        {
            "inc llc ltd corp corporation company university institute institutes foundation society association"
                    + " committee department agency administration bank insurance laboratories pharmaceuticals group"
                    + " union council federation ministry journal press organization trial study project program"
                    + " initiative network consortium"
        },
        {
            "version lot port isbn doi issn order invoice pid build model item sku page chapter section figure table step"
                    + " tracking commit revision seed epoch sha digest checksum bearer jwt etag"
        },
        {"de la van von der del di da bin ibn al el st ter ten du le dos das den"},
        {"europe asia africa america england scotland wales britain canadian american european"}
    };

    private static final long[] CLASSES = {
        WordClass.MONTH,
        WordClass.WEEKDAY,
        WordClass.UNIT,
        WordClass.FACILITY_PART,
        WordClass.PERSON_TITLE,
        WordClass.PATIENT,
        WordClass.RELATIVE,
        WordClass.CLINICIAN,
        WordClass.DEMOGRAPHIC,
        WordClass.PLACE_PREPOSITION,
        WordClass.EPONYM_HEAD,
        WordClass.FILLER,
        WordClass.PERSON_VERB,
        WordClass.ORGANISATION,
        WordClass.NO_PERSON,
        WordClass.PARTICLE,
        WordClass.COUNTRY
    };

    /// Phrases with a blank, which the sets above cannot hold.
    private static final String[] PHRASES = {
        "legal guardian",
        "foster parent",
        "foster mother",
        "foster father",
        "case worker",
        "social worker",
        "school nurse",
        "care coordinator",
        "family member",
        "part number",
        "part no",
        "row count",
        "page count",
        "request id",
        "trace id",
        "tool call",
        "tool call id",
        "call id"
    };

    private static final long[] PHRASE_CLASSES = {
        WordClass.RELATIVE,
        WordClass.RELATIVE,
        WordClass.RELATIVE,
        WordClass.RELATIVE,
        WordClass.CLINICIAN,
        WordClass.CLINICIAN,
        WordClass.CLINICIAN,
        WordClass.CLINICIAN,
        WordClass.RELATIVE,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON,
        WordClass.NO_PERSON
    };

    /// Verbs and nouns of care that a place or date follows: they are context, not a health fact on
    /// their own.
    private static final String CARE =
            "seen treated evaluated visited diagnosed consulted presented transferred followed"
                    + " admitted discharged hospitalized examined operated surgery underwent visit appointment biopsy biopsied"
                    + " performed tested conducted received assessed monitored reviewed scheduled dos managed initiated started"
                    + " presenting visiting attending consult consultation admission discharge checkup";

    private Vocabulary() {}

    static void words(ObjLongConsumer<String> lexicon) {
        for (int i = 0; i < SETS.length; i++) {
            for (String line : SETS[i]) {
                for (String word : line.split(" ", -1)) {
                    lexicon.accept(word, CLASSES[i]);
                }
            }
        }
        for (int i = 0; i < PHRASES.length; i++) {
            lexicon.accept(PHRASES[i], PHRASE_CLASSES[i]);
        }
        for (String word : CARE.split(" ", -1)) {
            lexicon.accept(word, WordClass.CARE);
        }
    }
}
