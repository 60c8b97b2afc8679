//! Ten objectives with their key results, to begin from: of different teams, each with a level, a change or a count.

use super::Language;

/// An objective that could be somebody's.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its title.
    pub objective: &'static str,
    /// The titles of its key results.
    pub key_results: [&'static str; 3],
}

const fn example(objective: &'static str, key_results: [&'static str; 3]) -> Example {
    Example {
        objective,
        key_results,
    }
}

impl Language {
    /// Ten examples, in the same order in every language.
    pub fn examples(self) -> &'static [Example; 10] {
        match self {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
        }
    }
}

const ENGLISH: [Example; 10] = [
    example(
        "Make customers glad that they called us",
        [
            "Net promoter score rises from 31 to 50",
            "Median first answer falls from 9 to 2 hours",
            "Tickets that are opened again stay below 5\u{a0}%",
        ],
    ),
    example(
        "Bring ideas to customers while they are still fresh",
        [
            "Median time from merge to release falls from 6 days to 1",
            "Time to mend a fault falls by 25\u{a0}%",
            "Changes that must be taken back stay below 5\u{a0}%",
        ],
    ),
    example(
        "Be found by those who do not know us yet",
        [
            "Brand awareness in the survey rises by 20\u{a0}%",
            "Visits from search grow from 40,000 to 60,000 a month",
            "5 new partners send us customers",
        ],
    ),
    example(
        "Give our teams their afternoons back",
        [
            "Hours in meetings fall from 14 to 8 a week",
            "80\u{a0}% of the tests run by themselves",
            "Mood in the monthly survey reaches 4 of 5",
        ],
    ),
    example(
        "Shape what our field looks like in five years",
        [
            "3 of our proposals are in the standard’s draft",
            "12 talks are given at conferences that we did not organise",
            "Share of revenue from new products rises from 5 to 15\u{a0}%",
        ],
    ),
    example(
        "Win people who stay",
        [
            "9 of 10 offers are accepted, up from 6",
            "Those who leave within a year fall from 18 to 8\u{a0}%",
            "Half of the open positions are filled by recommendation",
        ],
    ),
    example(
        "Let artificial intelligence do what nobody likes to do",
        [
            "60\u{a0}% of incoming invoices are read without a hand",
            "Errors in them stay below 1\u{a0}%",
            "8 of 10 colleagues would miss it",
        ],
    ),
    example(
        "Make our main product part of the working day",
        [
            "Daily users among monthly ones rise from 22 to 35\u{a0}%",
            "Customers still there after a year rise by 10\u{a0}%",
            "Median session reaches 12 minutes",
        ],
    ),
    example(
        "Become the tool that business teams choose themselves",
        [
            "40 teams outside engineering use it every week",
            "Time to a first report falls from 3 days to 1 hour",
            "Questions to the help desk fall by a third",
        ],
    ),
    example(
        "Earn more from what customers already love",
        [
            "Recurring revenue grows from 2.1 to 2.8 million",
            "3 new markets bring 10\u{a0}% of it",
            "Discounts stay below 8\u{a0}% of list prices",
        ],
    ),
];

const FRENCH: [Example; 10] = [
    example(
        "Que nos clients soient heureux de nous avoir appelés",
        [
            "Le NPS passe de 31 à 50",
            "La première réponse médiane passe de 9 à 2 heures",
            "Les tickets rouverts restent sous 5\u{202f}%",
        ],
    ),
    example(
        "Livrer les idées tant qu’elles sont fraîches",
        [
            "De la fusion à la mise en ligne\u{202f}: de 6 jours à 1 en médiane",
            "Le temps de correction baisse de 25\u{202f}%",
            "Les changements annulés restent sous 5\u{202f}%",
        ],
    ),
    example(
        "Être trouvés par ceux qui ne nous connaissent pas encore",
        [
            "La notoriété mesurée gagne 20\u{202f}%",
            "Les visites par recherche passent de 40\u{202f}000 à 60\u{202f}000 par mois",
            "5 nouveaux partenaires nous adressent des clients",
        ],
    ),
    example(
        "Rendre leurs après-midi à nos équipes",
        [
            "Les heures de réunion passent de 14 à 8 par semaine",
            "80\u{202f}% des tests sont automatiques",
            "Le moral atteint 4 sur 5 dans l’enquête mensuelle",
        ],
    ),
    example(
        "Dessiner notre métier dans cinq ans",
        [
            "3 de nos propositions figurent dans le projet de norme",
            "12 conférences données hors de nos murs",
            "La part des nouveaux produits passe de 5 à 15\u{202f}% du chiffre d’affaires",
        ],
    ),
    example(
        "Gagner des collègues qui restent",
        [
            "9 offres sur 10 sont acceptées, contre 6",
            "Les départs dans l’année passent de 18 à 8\u{202f}%",
            "La moitié des postes sont pourvus par recommandation",
        ],
    ),
    example(
        "Confier à l’intelligence artificielle ce que personne n’aime faire",
        [
            "60\u{202f}% des factures reçues sont lues sans intervention",
            "Les erreurs y restent sous 1\u{202f}%",
            "8 collègues sur 10 la regretteraient",
        ],
    ),
    example(
        "Faire de notre produit phare un réflexe quotidien",
        [
            "La part des utilisateurs quotidiens passe de 22 à 35\u{202f}%",
            "Les clients encore là au bout d’un an augmentent de 10\u{202f}%",
            "La session médiane atteint 12 minutes",
        ],
    ),
    example(
        "Devenir l’outil que les équipes métier choisissent d’elles-mêmes",
        [
            "40 équipes hors ingénierie s’en servent chaque semaine",
            "Le premier rapport s’obtient en 1 heure au lieu de 3 jours",
            "Les questions à l’assistance baissent d’un tiers",
        ],
    ),
    example(
        "Gagner plus avec ce que nos clients aiment déjà",
        [
            "Le revenu récurrent passe de 2,1 à 2,8 millions",
            "3 nouveaux marchés en apportent 10\u{202f}%",
            "Les remises restent sous 8\u{202f}% du tarif",
        ],
    ),
];
