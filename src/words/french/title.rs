//! French titles.

use crate::words::title::{Form, TitleWords};

pub(in crate::words) const TITLE: TitleWords = TitleWords {
    working: "acheter achever analyser animer auditer automatiser cartographier choisir collecter commencer comparer \
        configurer consolider continuer coordonner déployer démarrer dématérialiser déménager documenter écrire \
        effectuer élaborer embaucher envoyer établir étudier évaluer expérimenter explorer externaliser \
        finaliser finir formaliser former généraliser identifier implémenter industrialiser initier installer instaurer \
        interviewer intégrer lancer mener mesurer mettre_en_place mettre_en_œuvre mettre_en_production mettre_en_ligne \
        mettre_en_service mettre_à_jour mettre_sur_pied migrer moderniser négocier numériser organiser participer \
        planifier poursuivre préparer présenter produire programmer publier réaliser recenser rechercher recruter \
        recueillir rédiger refaire refondre regrouper remplacer rénover réorganiser réécrire sélectionner standardiser \
        suivre terminer tester traduire travailler_sur travailler_à visiter définir",
    working_or_noun: "",
    making: "bâtir concevoir construire créer développer faire monter",
    adding: "ajouter livrer offrir ouvrir proposer fournir",
    work: "acquisition analyse audit automatisation choix création définition démarrage dématérialisation déménagement \
        déploiement développement documentation élaboration embauche envoi étude expérimentation finalisation formation \
        identification implémentation installation intégration lancement migration mise_en_place mise_en_œuvre \
        mise_en_ligne mise_en_production mise_en_service mise_à_jour modernisation numérisation organisation ouverture \
        participation planification préparation publication réalisation recrutement rédaction refonte remplacement \
        rénovation réorganisation réécriture suivi traduction",
    things: "annonce annonces api app application applications architecture article articles atelier ateliers audit base \
        bibliothèque blog brochure budget cahier campagne campagnes catalogue charte chatbot comité crm dictionnaire \
        document documentation documents enquête enquêtes erp événement événements extranet fiche fiches fonctionnalité \
        fonctionnalités formation formations formulaire formulaires framework grille guide guides infrastructure \
        intégration interface intranet journée kit lettre logiciel logo logos maquette maquettes manuel modèle modèles \
        module modules moteur mvp newsletter note outil outils page pages parcours_de_formation pilote plaquette \
        plan plans plateforme podcast politique portail présentation processus procédure procédures programme prototype \
        prototypes questionnaire rapport rapports référentiel réunion réunions schéma script séminaire série service_desk \
        site sites sondage spécification stratégie supports système systèmes tableau tableaux template version vidéo \
        vidéos webinaire webinaires webinars wiki vitrine boutique feuille_de_route projet projets tests",
    aims: "accueil ambiance appartenance avenir bien-être calme clarté climat communauté confiance cohésion culture curiosité \
        dialogue dynamique écoute élan enthousiasme envie esprit expérience fierté habitude habitudes image impact liberté \
        lien monde plaisir réputation respect résilience sécurité sens sentiment sérénité transparence valeur",
    irregular: "",
    leads: "nous on avons avoir ai ont a aurons allons vont va devons devoir enfin bien pour de d",
    determiners: "le la les l un une des du au aux notre nos votre vos leur leurs ce cet cette ces tous toutes tout toute \
        chaque plusieurs nouveau nouvel nouvelle nouveaux nouvelles d",
    and: "et & ou puis",
    ends: "que qu qui dont où pour avec sans afin dans sur chez par en de d du des à au aux selon vers quand lorsque si",
    relatives: "que qu qui dont où pour_que afin_que",
    of: "de d du des vers à",
    outcomes: "est sont était a ont atteint atteignent passe passent descend descendent tombe tombent monte montent baisse \
        baissent augmente augmentent diminue diminuent reste restent dure durent prend prennent coûte coûtent peut peuvent \
        reçoit reçoivent arrive arrivent part partent vient viennent revient reviennent devient deviennent dépasse \
        dépassent notée noté notés notées faut suffit suffisent trouve trouvent",
    comparisons: "sous moins plus dessous dessus au-dessous au-dessus maximum minimum jusqu inférieur inférieure supérieur \
        supérieure par",
    improving: "accélérer améliorer affermir assurer clarifier consolider dynamiser encourager enrichir faciliter favoriser \
        fluidifier harmoniser maximiser optimiser pérenniser promouvoir rationaliser renforcer simplifier soutenir \
        structurer stimuler valoriser approfondir fiabiliser professionnaliser",
    changing: "abaisser accroître agrandir allonger alléger augmenter baisser développer diminuer doubler élargir élever \
        étendre limiter minimiser multiplier raccourcir réduire relever",
    changes: "améliore améliorent augmente augmentent progresse progressent diminue diminuent accélère croît",
    vague: "adéquat adéquate adéquats davantage efficace efficacement efficaces efficiente fortement mieux meilleur \
        meilleure meilleurs meilleures moindre moins nettement optimal optimale plusieurs plus quelques rapidement \
        régulier régulière régulièrement sensiblement significativement suffisamment suffisant suffisante etc \
        beaucoup certains certaines divers diverses considérablement substantiellement",
    not_vague_after: "ne n pas non jamais personne rien aucun aucune sans",
    measures: "absentéisme abonnés activation adhérents adoption âge ancienneté anomalies assiduité attente audience bugs \
        budget chiffre clients coût coûts conversion consommation couverture croissance csat défauts délai délais \
        densité dépenses disponibilité distance durée échéance effectif émissions engagement enps erreurs fidélisation \
        fréquence fréquentation heures incidents indice jours latence litiges marge mau médiane montant moyenne mrr niveau \
        nombre note notes notoriété nps part participation pertes poids points pourcentage précision prix productivité \
        rang rebond recettes réclamations régularité rendement rentabilité rétention retards rotation satisfaction score \
        stock surface taux temps tickets trafic trésorerie usage usagers utilisateurs utilisation valeur vélocité ventes \
        visites vitesse volume vues",
    numbers: "deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante \
        cent cents mille million moitié tiers quart double doublé triple zéro dizaine douzaine majorité",
    units: "ms s sec seconde secondes min minute minutes h heure heures j jour jours semaine semaines mois an ans année \
        années points point pourcent pourcents km m kg t tonnes kwh mwh go mo to euros euro dollars millions milliards k \
        m€ k€ fois étoiles clics",
    targets: "à de sous par atteindre dépasser passer jusqu moins plus dessus dessous minimum maximum barre",
    stretches: "premiers premières premier première derniers dernières dernier dernière prochains prochaines pendant durant \
        depuis tous toutes pour en dès",
    before_years: "en de d pour depuis avant après fin ici dès exercice année mi début courant jusqu",
    numbered: "phase niveau type version étape vague lot palier partie chapitre classe tome volet iso rfc web industrie article \
        série zone catégorie priorité axe",
    days: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi \
        vendredi samedi dimanche trimestre semestre noël pâques t1 t2 t3 t4 s1 s2 q1 q2 q3 q4",
    counted: "annonces appels articles ateliers audits billets campagnes candidats candidatures clics colis commandes commits \
        consultations contacts contrats courriels cours démonstrations démos demandes déploiements devis documents dossiers \
        e-mails entretiens envois événements expériences factures fiches fonctionnalités formations impressions inscriptions \
        inscrits inspections installations interventions interviews leads lignes livraisons mails mentions messages \
        offres partages pièces posts prospects publications rapports réclamations recrutements relances rendez-vous \
        requêtes réunions sessions sondages téléchargements tests tickets transactions unités vidéos visites visiteurs vues \
        webinaires",
    not_counted: "part taux pourcentage moyenne moyen médiane délai temps note score satisfaction coût moins sous réduire \
        baisse baissent diminuer descend tombe sans acceptés acceptées qualifiés qualifiées qui dont minutes heures jours % \
        durée rejet refus",
    being: "est sont était étaient été être a ont soit soient reste restent",
    states: "en_ligne en_place en_service en_production en_vigueur disponible disponibles ouvert ouverte ouverts ouvertes \
        accessible accessibles opérationnel opérationnelle fini finie clos close finalisé prêt_à à_jour mis mise remis \
        signé offert offerte couvert couverte",
    feelings: "aimé aimée aimés appliqué apprécié appréciée appréciés considéré considérée considérés convaincu convaincus \
        content contents engagé engagés épanoui épanouis écouté écoutés fier fiers fière fières heureux impliqué impliqués \
        informé informés motivé motivés perçu perçue perçus ravi ravis reconnu reconnue reconnus respecté respectée satisfait \
        satisfaits satisfaites soudé soudés soutenu soutenus valorisé valorisés vu vue vus alignés aligné compris améliorée \
        amélioré renforcée renforcé",
    universal: "tous toutes tout toute chaque aucun aucune nul nulle personne jamais rien seul seule sans zéro peut peuvent",
    forms,
    is_participle,
};

/// The infinitive, the two forms that tell others to do it, and the participle.
fn forms(verb: &str) -> Vec<(String, Form)> {
    let (first, rest) = verb
        .split_once('_')
        .map_or((verb, ""), |(first, _)| (first, &verb[first.len()..]));
    let mut forms = vec![(verb.to_owned(), Form::Sure)];
    let mut add = |stem: &str, endings: &[&str], form| {
        forms.extend(
            endings
                .iter()
                .map(|ending| (format!("{stem}{ending}{rest}"), form)),
        );
    };
    if let Some(stem) = first.strip_suffix("er") {
        let soft = if stem.ends_with('g') {
            format!("{stem}e")
        } else {
            stem.to_owned()
        };
        add(&soft, &["ons"], Form::Sure);
        add(stem, &["ez"], Form::Sure);
        add(stem, &["é", "e", "ent"], Form::BehindLead);
    } else if let Some(stem) = first.strip_suffix("ir") {
        add(stem, &["issons", "issez"], Form::Sure);
        add(stem, &["i", "it", "issent"], Form::BehindLead);
    } else if let Some(stem) = first.strip_suffix("mettre") {
        add(stem, &["mettons", "mettez"], Form::Sure);
        add(stem, &["mis", "met", "mettent"], Form::BehindLead);
    } else if let Some(stem) = first.strip_suffix("uire") {
        add(stem, &["uisons", "uisez"], Form::Sure);
        add(stem, &["uit", "uisent"], Form::BehindLead);
    } else if let Some(stem) = first.strip_suffix("re") {
        add(stem, &["ons", "ez"], Form::Sure);
        add(stem, &["u", "t", "i"], Form::BehindLead);
    }
    forms
}

/// By its ending. Accents are gone here.
fn is_participle(word: &str) -> bool {
    let endings = [
        "e", "ee", "es", "ees", "i", "ie", "is", "ies", "it", "ite", "u", "ue", "us", "ues",
    ];
    word.len() > 3 && endings.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_take_their_endings() {
        let check = |verb: &str, expected: &[&str]| {
            let forms = forms(verb);
            for form in expected {
                assert!(
                    forms.iter().any(|(known, _)| known == form),
                    "{form} of {verb}: {forms:?}"
                );
            }
        };
        check("lancer", &["lancer", "lancons", "lancez", "lancé"]);
        check("engager", &["engageons", "engagez"]);
        check("définir", &["définissons", "définissez", "défini"]);
        check("mettre_en_place", &["mettons_en_place", "mis_en_place"]);
        check("produire", &["produisons", "produit"]);
        check("refondre", &["refondons", "refondez", "refondu"]);
    }
}
