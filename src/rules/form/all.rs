//! Every error of form, in the order of `diagnostic::names`; then what is found on the disk.

use super::{Form, Sample};
use crate::words::Text;

/// Everything that is found before there is a book to look at.
#[rustfmt::skip]
pub static ALL: &[Form] = &[
    Form {
        name: "unknown-key",
        meaning: Text { english: "A key that the format does not have. It is usually a slip of the keyboard, and a key that is not known is not read: here there would be no target.",
            french: "Une clé que le format ne connaît pas. C’est le plus souvent une faute de frappe, et une clé inconnue n’est pas lue\u{202f}: ici il n’y aurait pas de cible." },
        remedy: Text { english: "Write the key that is offered. A note of your own belongs into the text below the front matter.",
            french: "Écrivez la clé proposée. Une remarque à vous a sa place dans le texte, sous l’en-tête." },
        wrong: Sample::KeyResult("\
- id: csat
  title: CSAT 4.6
  owner: cy
  start: 4.0
  traget: 4.6
"),
        right: Sample::KeyResult("\
- id: csat
  title: CSAT 4.6
  owner: cy
  start: 4.0
  target: 4.6
"),
    },
    Form {
        name: "missing-key",
        meaning: Text { english: "A key that is required is not there, or there is nothing behind it. An empty value, `null` and `~` count as missing.",
            french: "Une clé obligatoire n’est pas là, ou rien ne la suit. Une valeur vide, `null` et `~` comptent comme absentes." },
        remedy: Text { english: "Write the key with a value. While it is still to be decided, `draft: true` keeps the objective out of the site, but the keys must be there.",
            french: "Écrivez la clé et sa valeur. Tant que c’est à décider, `draft: true` garde l’objectif hors du site, mais les clés doivent y être." },
        wrong: Sample::Objective("\
title: First contact
period:
team: support
"),
        right: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
"),
    },
    Form {
        name: "duplicate-key",
        meaning: Text { english: "A key stands twice in one place. Which of the two is meant cannot be told.",
            french: "Une clé figure deux fois au même endroit. Impossible de dire laquelle des deux est la bonne." },
        remedy: Text { english: "Take one of them out.",
            french: "Retirez l’une des deux." },
        wrong: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
team: sales
"),
        right: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
"),
    },
    Form {
        name: "wrong-type",
        meaning: Text { english: "A value is of another sort than its key takes: a list where a text belongs, a text where a list belongs.",
            french: "Une valeur n’est pas de la sorte que sa clé attend\u{202f}: une liste là où il faut un texte, un texte là où il faut une liste." },
        remedy: Text { english: "Write the value as the message says. A key result and an objective have one owner; others are `contributors`.",
            french: "Écrivez la valeur comme le dit le message. Un résultat clé et un objectif ont un seul responsable\u{202f}; les autres sont `contributors`." },
        wrong: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
owner: [ana, bo]
"),
        right: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
owner: ana
contributors: [bo]
"),
    },
    Form {
        name: "invalid-yaml",
        meaning: Text { english: "The front matter or `okr.yaml` is no YAML, or uses a part of YAML that is not read: anchors, tags, merge keys, several documents. Often a text has a sign in it that means something to YAML, such as `: `.",
            french: "L’en-tête ou `okr.yaml` n’est pas du YAML, ou emploie une partie du YAML qui n’est pas lue\u{202f}: ancres, étiquettes, clés de fusion, plusieurs documents. Souvent un texte contient un signe qui a un sens en YAML, comme `: `." },
        remedy: Text { english: "Put the text in quotes.",
            french: "Mettez le texte entre guillemets." },
        wrong: Sample::Objective("\
title: Support: first contact
period: 2026-Q3
team: support
"),
        right: Sample::Objective("\
title: \"Support: first contact\"
period: 2026-Q3
team: support
"),
    },
    Form {
        name: "invalid-number",
        meaning: Text { english: "A number is written in a way that people read differently: with a separator of thousands, a decimal comma, a unit or a sign inside, or there is none.",
            french: "Un nombre est écrit d’une façon que chacun lit autrement\u{202f}: avec un séparateur de milliers, une virgule décimale, une unité ou un signe, ou il n’y en a pas." },
        remedy: Text { english: "Write plain digits with a point, as in `10000`, `4.5` or `-3`, and the unit as `unit`.",
            french: "Écrivez des chiffres simples avec un point, comme `10000`, `4.5` ou `-3`, et l’unité dans `unit`." },
        wrong: Sample::KeyResult("\
- id: users
  title: Users
  owner: bo
  start: 1,200
  target: 10k
"),
        right: Sample::KeyResult("\
- id: users
  title: Users
  owner: bo
  start: 1200
  target: 10000
"),
    },
    Form {
        name: "invalid-date",
        meaning: Text { english: "A day that does not exist, or that is not written `YYYY-MM-DD`; or a heading that looks like a check-in and would not be read as one.",
            french: "Un jour qui n’existe pas, ou qui n’est pas écrit `AAAA-MM-JJ`\u{202f}; ou un titre qui ressemble à un point d’étape et ne serait pas lu comme tel." },
        remedy: Text { english: "Write `## 2026-07-31`: two number signs, a space, the day.",
            french: "Écrivez `## 2026-07-31`\u{202f}: deux croisillons, une espace, le jour." },
        wrong: Sample::Body("\
## 31.07.2026 (on track)

- csat: 4.3
"),
        right: Sample::Body("\
## 2026-07-31 (on track)

- csat: 4.3
"),
    },
    Form {
        name: "invalid-slug",
        meaning: Text { english: "An id, a team or a handle has other characters than it may have, or too many. They become addresses, so they are plain: small letters, digits and hyphens; a handle may have capitals.",
            french: "Un identifiant, une équipe ou un pseudo a d’autres caractères que ceux permis, ou en a trop. Ils deviennent des adresses et restent donc simples\u{202f}: minuscules, chiffres et traits d’union\u{202f}; un pseudo peut avoir des majuscules." },
        remedy: Text { english: "Write the name that is offered. What people read is the `title`, and `name` under `teams:` and `people:`.",
            french: "Écrivez le nom proposé. Ce que l’on lit est le `title`, et `name` sous `teams:` et `people:`." },
        wrong: Sample::Objective("\
title: First contact
period: 2026-Q3
team: Customer Support
"),
        right: Sample::Objective("\
title: First contact
period: 2026-Q3
team: customer-support
"),
    },
    Form {
        name: "invalid-status",
        meaning: Text { english: "A word in parentheses that is no status. There are seven: `on track`, `at risk`, `off track`, `pending`, `paused`, `done`, `cancelled`.",
            french: "Un mot entre parenthèses qui n’est pas un statut. Il y en a sept\u{202f}: `en bonne voie`, `à risque`, `en retard`, `en attente`, `en pause`, `terminé`, `annulé`\u{202f}; les mots anglais sont lus aussi." },
        remedy: Text { english: "Write one of the seven, or put a dash before what is a note.",
            french: "Écrivez l’un des sept, ou mettez un tiret devant ce qui est une note." },
        wrong: Sample::Body("\
## 2026-07-31 (going well)

- csat: 4.3
"),
        right: Sample::Body("\
## 2026-07-31 (on track) Going well

- csat: 4.3
"),
    },
    Form {
        name: "invalid-score",
        meaning: Text { english: "A score outside 0 to 1. A confidence is written with `%`, so that the two cannot be mistaken for each other.",
            french: "Un score hors de 0 à 1. Une confiance s’écrit avec `%`, pour que l’on ne confonde pas les deux." },
        remedy: Text { english: "Write the score as `0.7`, the confidence as `60%`.",
            french: "Écrivez le score `0.7`, la confiance `60%`." },
        wrong: Sample::Body("\
## 2026-07-31 (on track)

- csat: 4.3 (on track, 70)
"),
        right: Sample::Body("\
## 2026-07-31 (on track)

- csat: 4.3 (on track, 0.7, 60%)
"),
    },
    Form {
        name: "invalid-reading",
        meaning: Text { english: "An item that begins with the id of a key result and is no reading, or a value that this key result cannot have. It would be passed over in silence, and the last value would go on to hold.",
            french: "Un élément qui commence par l’identifiant d’un résultat clé et n’est pas un relevé, ou une valeur que ce résultat clé ne peut avoir. Il serait ignoré en silence, et la dernière valeur resterait." },
        remedy: Text { english: "Write `- id: value`, then a status in parentheses and a note after a dash if you like. No value this time is `n/a`.",
            french: "Écrivez `- id: valeur`, puis si vous voulez un statut entre parenthèses et une note après un tiret. Pas de valeur cette fois s’écrit `n/a`." },
        wrong: Sample::Body("\
## 2026-07-31 (on track)

- csat => 4.3
"),
        right: Sample::Body("\
## 2026-07-31 (on track)

- csat: 4.3 — short answers are liked
"),
    },
    Form {
        name: "duplicate-reading",
        meaning: Text { english: "A key result is reported twice on one date. Two sections may have the same date when they report on different key results.",
            french: "Un résultat clé est relevé deux fois à la même date. Deux sections peuvent avoir la même date si elles portent sur des résultats clés différents." },
        remedy: Text { english: "Take one of the two readings out.",
            french: "Retirez l’un des deux relevés." },
        wrong: Sample::Body("\
## 2026-07-31 (on track)

- csat: 4.3

- csat: 4.4
"),
        right: Sample::Body("\
## 2026-07-31 (on track)

- csat: 4.4
"),
    },
    Form {
        name: "unknown-key-result",
        meaning: Text { english: "A reading, `guards` or an amendment names a key result that this objective does not have.",
            french: "Un relevé, `guards` ou un amendement nomme un résultat clé que cet objectif n’a pas." },
        remedy: Text { english: "Write the id that is offered; it is the `id` under `key_results:`.",
            french: "Écrivez l’identifiant proposé\u{202f}; c’est l’`id` sous `key_results:`." },
        wrong: Sample::Body("\
## 2026-07-31 (on track)

- casat: 4.3
"),
        right: Sample::Body("\
## 2026-07-31 (on track)

- csat: 4.3
"),
    },
    Form {
        name: "unknown-step",
        meaning: Text { english: "A label that is no step of the key result. Here the steps are `[Designed, Live]`.",
            french: "Un libellé qui n’est pas une étape du résultat clé. Ici les étapes sont `[Designed, Live]`." },
        remedy: Text { english: "Write a label as it stands in `steps`, or how many are reached, as in `1/2`.",
            french: "Écrivez un libellé tel qu’il est dans `steps`, ou combien sont atteintes, comme `1/2`." },
        wrong: Sample::Body("\
## 2026-07-31 (on track)

- guide: Drawn
"),
        right: Sample::Body("\
## 2026-07-31 (on track)

- guide: Designed
"),
    },
    Form {
        name: "wrong-unit",
        meaning: Text { english: "A unit that is not the key result's. Here it is `h`; nothing is converted.",
            french: "Une unité qui n’est pas celle du résultat clé. Ici c’est `h`\u{202f}; rien n’est converti." },
        remedy: Text { english: "Write the value in that unit, with it or without.",
            french: "Écrivez la valeur dans cette unité, avec elle ou sans elle." },
        wrong: Sample::Body("\
## 2026-07-31 (on track)

- reply: 372 min
"),
        right: Sample::Body("\
## 2026-07-31 (on track)

- reply: 6.2 h
"),
    },
    Form {
        name: "mixed-kinds",
        meaning: Text { english: "Keys of two kinds of key result together. What a key result measures is told by its keys: `start` and `target`, `min` or `max`, `steps`, or `milestone`.",
            french: "Des clés de deux sortes de résultat clé ensemble. Ce que mesure un résultat clé se lit à ses clés\u{202f}: `start` et `target`, `min` ou `max`, `steps`, ou `milestone`." },
        remedy: Text { english: "Keep the keys of one kind, or make two key results of it.",
            french: "Gardez les clés d’une seule sorte, ou faites-en deux résultats clés." },
        wrong: Sample::KeyResult("\
- id: reply
  title: First reply within 4 hours
  owner: bo
  start: 9
  target: 4
  max: 5
"),
        right: Sample::KeyResult("\
- id: reply
  title: First reply within 4 hours
  owner: bo
  start: 9
  target: 4
"),
    },
    Form {
        name: "start-equals-target",
        meaning: Text { english: "A metric that begins where it ends: there is no way to go, and no score.",
            french: "Une mesure qui commence où elle finit\u{202f}: il n’y a pas de chemin à faire, et pas de score." },
        remedy: Text { english: "Where a value is to be held, write `min` or `max`.",
            french: "Si une valeur est à maintenir, écrivez `min` ou `max`." },
        wrong: Sample::KeyResult("\
- id: uptime
  title: Uptime
  owner: bo
  start: 99.9
  target: 99.9
"),
        right: Sample::KeyResult("\
- id: uptime
  title: Uptime
  owner: bo
  min: 99.9
"),
    },
    Form {
        name: "invalid-rubric",
        meaning: Text { english: "The values of a rubric do not run from `start` to `target`, or its scores do not lie between 0 and 1.",
            french: "Les valeurs d’une grille ne vont pas de `start` vers `target`, ou ses scores ne sont pas entre 0 et 1." },
        remedy: Text { english: "Write the value that is worth 0.3 and the one that is worth 0.7; `start` is 0 and `target` 1 by themselves.",
            french: "Écrivez la valeur qui vaut 0.3 et celle qui vaut 0.7\u{202f}; `start` vaut 0 et `target` 1 d’eux-mêmes." },
        wrong: Sample::KeyResult("\
- id: reply
  title: First reply within 4 hours
  owner: bo
  start: 9
  target: 4
  rubric: { 0.3: 5.5, 0.7: 8 }
"),
        right: Sample::KeyResult("\
- id: reply
  title: First reply within 4 hours
  owner: bo
  start: 9
  target: 4
  rubric: { 0.3: 8, 0.7: 5.5 }
"),
    },
    Form {
        name: "invalid-plan",
        meaning: Text { english: "The dates of a plan lie outside the period, or stand out of order.",
            french: "Les dates d’un plan sont hors de la période, ou dans le désordre." },
        remedy: Text { english: "Write days within the period, the earliest first. It begins at `start` and ends at `target` by itself.",
            french: "Écrivez des jours de la période, le plus proche d’abord. Le plan commence à `start` et finit à `target` de lui-même." },
        wrong: Sample::KeyResult("\
- id: reply
  title: First reply within 4 hours
  owner: bo
  start: 9
  target: 4
  plan: { 2026-12-31: 6 }
"),
        right: Sample::KeyResult("\
- id: reply
  title: First reply within 4 hours
  owner: bo
  start: 9
  target: 4
  plan: { 2026-07-31: 8, 2026-08-31: 6 }
"),
    },
    Form {
        name: "unknown-period",
        meaning: Text { english: "A period that is not built in and not declared. Built in are years, halves, quarters and months: `2026`, `2026-H2`, `2026-Q3`, `2026-07`.",
            french: "Une période qui n’est ni intégrée ni déclarée. Sont intégrés les années, semestres, trimestres et mois\u{202f}: `2026`, `2026-H2`, `2026-Q3`, `2026-07`." },
        remedy: Text { english: "Write one of them, or declare the name with its `start` and `end` under `periods:` in `okr.yaml`.",
            french: "Écrivez l’une d’elles, ou déclarez le nom avec `start` et `end` sous `periods:` dans `okr.yaml`." },
        wrong: Sample::Objective("\
title: First contact
period: Q3 2026
team: support
"),
        right: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
"),
    },
    Form {
        name: "ambiguous-reference",
        meaning: Text { english: "A short reference fits several objectives, and none of them is nearer than the others.",
            french: "Une référence abrégée convient à plusieurs objectifs, et aucun n’est plus proche que les autres." },
        remedy: Text { english: "Write more of the path; the message lists those that fit.",
            french: "Écrivez une plus grande part du chemin\u{202f}; le message énumère ceux qui conviennent." },
        wrong: Sample::Words(Text { english: "`parent: first-contact`, while there are `sales/first-contact` and `support/first-contact` in the period",
            french: "`parent: first-contact`, alors que la période a `sales/first-contact` et `support/first-contact`" }),
        right: Sample::Words(Text { english: "`parent: support/first-contact`",
            french: "`parent: support/first-contact`" }),
    },
    Form {
        name: "invalid-path",
        meaning: Text { english: "A file or folder whose name cannot be part of an id: ids are addresses and must work on every system.",
            french: "Un fichier ou dossier dont le nom ne peut faire partie d’un identifiant\u{202f}: les identifiants sont des adresses et doivent marcher sur tous les systèmes." },
        remedy: Text { english: "Rename it to what is offered: letters, digits, `.`, `_` and `-`, beginning with a letter or a digit.",
            french: "Renommez-le comme proposé\u{202f}: lettres, chiffres, `.`, `_` et `-`, avec une lettre ou un chiffre au début." },
        wrong: Sample::Paths(&["First contact!.md"]),
        right: Sample::Paths(&["first-contact.md"]),
    },
    Form {
        name: "duplicate-path",
        meaning: Text { english: "Two files would have the same id or the same address, for instance because they differ only in capitals.",
            french: "Deux fichiers auraient le même identifiant ou la même adresse, par exemple parce que seules des majuscules les distinguent." },
        remedy: Text { english: "Rename or remove one of them.",
            french: "Renommez ou retirez l’un d’eux." },
        wrong: Sample::Paths(&["support/contact.md", "support/Contact.md"]),
        right: Sample::Paths(&["support/contact.md"]),
    },
    Form {
        name: "missing-front-matter",
        meaning: Text { english: "The file has no front matter, or no end of it: an objective begins with `---` in its first line, and a second `---` closes what is promised.",
            french: "Le fichier n’a pas d’en-tête, ou pas de fin d’en-tête\u{202f}: un objectif commence par `---` à la première ligne, et un second `---` clôt ce qui est promis." },
        remedy: Text { english: "Write both. A file that is no objective gets a name with `_` in front, and is passed over.",
            french: "Écrivez les deux. Un fichier qui n’est pas un objectif prend un nom qui commence par `_`, et il est ignoré." },
        wrong: Sample::File("\
# First contact

Make it effortless.
"),
        right: Sample::File("\
---
title: First contact
period: 2026-Q3
team: support
key_results:
  - { id: csat, title: CSAT 4.6, owner: cy, start: 4.0, target: 4.6 }
---

Make it effortless.
"),
    },
    Form {
        name: "cut-by-comment",
        meaning: Text { english: "A `#` behind a blank begins a comment in YAML: the rest of the text would be dropped, and nobody would see it.",
            french: "Un `#` après une espace commence un commentaire en YAML\u{202f}: le reste du texte serait perdu sans que personne le voie." },
        remedy: Text { english: "Put the text in quotes.",
            french: "Mettez le texte entre guillemets." },
        wrong: Sample::Objective("\
title: Support is #1
period: 2026-Q3
team: support
"),
        right: Sample::Objective("\
title: \"Support is #1\"
period: 2026-Q3
team: support
"),
    },
    Form {
        name: "not-utf-8",
        meaning: Text { english: "The file has bytes that are no UTF-8, so that its letters cannot be told for sure. The message says what they look like.",
            french: "Le fichier a des octets qui ne sont pas de l’UTF-8, si bien que ses lettres sont incertaines. Le message dit à quoi ils ressemblent." },
        remedy: Text { english: "Save it as UTF-8: editors have this under “encoding”.",
            french: "Enregistrez-le en UTF-8\u{202f}: les éditeurs ont cela sous «\u{a0}encodage\u{a0}»." },
        wrong: Sample::Words(Text { english: "a file saved as Latin-1 or UTF-16, or a picture that is called `.md`",
            french: "un fichier enregistré en Latin-1 ou en UTF-16, ou une image nommée `.md`" }),
        right: Sample::Words(Text { english: "the same text, saved as UTF-8",
            french: "le même texte, enregistré en UTF-8" }),
    },
    Form {
        name: "limit",
        meaning: Text { english: "Something is too large, too many or too deep. The limits are far above what an OKR needs; they keep a check quick and safe, whatever is put into the folder.",
            french: "Quelque chose est trop gros, trop nombreux ou trop profond. Les limites sont bien au-delà des besoins d’un OKR\u{202f}; elles gardent la vérification rapide et sûre, quoi que l’on mette dans le dossier." },
        remedy: Text { english: "Make it smaller, or two of it: a file may have 1 MiB, a title 500 characters, an objective 100 key results and 2,000 check-ins.",
            french: "Réduisez-le, ou faites-en deux\u{202f}: un fichier peut avoir 1 Mio, un titre 500 caractères, un objectif 100 résultats clés et 2 000 points d’étape." },
        wrong: Sample::Words(Text { english: "a title of 501 characters",
            french: "un titre de 501 caractères" }),
        right: Sample::Words(Text { english: "a title that can be read at a glance",
            french: "un titre qui se lit d’un coup d’œil" }),
    },
    Form {
        name: "handle-with-at",
        meaning: Text { english: "A handle is written with `@`. It is read without, since YAML gives `@` a meaning of its own.",
            french: "Un pseudo est écrit avec `@`. Il est lu sans, car `@` a un sens particulier en YAML." },
        remedy: Text { english: "Leave the `@` out.",
            french: "Laissez le `@` de côté." },
        wrong: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
owner: \"@ana\"
"),
        right: Sample::Objective("\
title: First contact
period: 2026-Q3
team: support
owner: ana
"),
    },
    Form {
        name: "remote-image",
        meaning: Text { english: "An image of another host. Pages do not load it, so that nobody else learns who reads them; they show a link instead.",
            french: "Une image d’un autre hôte. Les pages ne la chargent pas, pour que personne d’autre n’apprenne qui les lit\u{202f}; elles montrent un lien à la place." },
        remedy: Text { english: "Put the image beside the text, or name its host under `images:` in `okr.yaml`.",
            french: "Mettez l’image à côté du texte, ou nommez son hôte sous `images:` dans `okr.yaml`." },
        wrong: Sample::Body("\
![Replies by hour](https://img.example/replies.png)
"),
        right: Sample::Body("\
[Replies by hour](https://img.example/replies.png)
"),
    },
    Form {
        name: "unknown-file",
        meaning: Text { english: "A file below `objectives/` that is not read: an objective ends in `.md`, in small letters.",
            french: "Un fichier sous `objectives/` qui n’est pas lu\u{202f}: un objectif finit par `.md`, en minuscules." },
        remedy: Text { english: "Rename it, or move it out of `objectives/`. Files and folders that begin with `_` are left alone.",
            french: "Renommez-le, ou sortez-le de `objectives/`. Les fichiers et dossiers qui commencent par `_` sont laissés en paix." },
        wrong: Sample::Paths(&["first-contact.MD"]),
        right: Sample::Paths(&["first-contact.md"]),
    },
    Form {
        name: "link-in-tree",
        meaning: Text { english: "A symbolic link among the files. It is not followed: what lies behind it may be outside the repository, and would then be published with it.",
            french: "Un lien symbolique parmi les fichiers. Il n’est pas suivi\u{202f}: ce qui est derrière peut être hors du dépôt, et serait publié avec lui." },
        remedy: Text { english: "Put the file itself there. Objectives of another repository come in through `sources:` in `okr.yaml`.",
            french: "Mettez-y le fichier lui-même. Les objectifs d’un autre dépôt viennent par `sources:` dans `okr.yaml`." },
        wrong: Sample::Words(Text { english: "`objectives/contact.md`, a link to `../../elsewhere/contact.md`",
            french: "`objectives/contact.md`, un lien vers `../../ailleurs/contact.md`" }),
        right: Sample::Words(Text { english: "`objectives/contact.md`, a file",
            french: "`objectives/contact.md`, un fichier" }),
    },
];
