//! The files of a new repository, as texts. What is particular to one stands in place of words such as `@PERIOD@`.

use super::{Forge, Setting};
use crate::commands::schema;
use crate::words::Language;

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// At the top of the work tree, where forges look.
    Top,
    /// At the root of the OKRs.
    Root,
}

/// A file to be written where nothing is.
pub(super) struct NewFile {
    pub(super) place: Place,
    pub(super) path: String,
    pub(super) text: String,
}

/// Where GitLab looks for pipelines, and where ours is.
pub(super) const PIPELINES: &str = ".gitlab-ci.yml";
/// See [`PIPELINES`].
pub(super) const PIPELINE: &str = ".gitlab/okr.yml";

/// For GitHub, by path.
const GITHUB: [(&str, &str); 5] = [
    (
        ".github/actions/okr/action.yml",
        include_str!("github/action.yml"),
    ),
    (
        ".github/workflows/okr-check.yml",
        include_str!("github/okr-check.yml"),
    ),
    (
        ".github/workflows/okr-comment.yml",
        include_str!("github/okr-comment.yml"),
    ),
    (
        ".github/workflows/okr-site.yml",
        include_str!("github/okr-site.yml"),
    ),
    (
        ".github/workflows/okr-reminder.yml",
        include_str!("github/okr-reminder.yml"),
    ),
];

/// For GitLab, by path.
const GITLAB: [(&str, &str); 2] = [
    (PIPELINE, include_str!("gitlab/okr.yml")),
    (PIPELINES, include_str!("gitlab/gitlab-ci.yml")),
];

/// Wherever it is, at the root of the OKRs.
const BOTH: [(&str, &str); 6] = [
    (".gitattributes", include_str!("both/gitattributes")),
    (".gitignore", include_str!("both/gitignore")),
    (".okr/config.schema.json", schema::CONFIG),
    (".okr/objective.schema.json", schema::OBJECTIVE),
    (".vscode/extensions.json", include_str!("both/extensions.json")),
    (".vscode/settings.json", include_str!("both/settings.json")),
];

/// What is written in a language.
struct Texts {
    settings: &'static str,
    objective: &'static str,
    /// Of the file, below the team.
    name: &'static str,
    /// The team and two owners, where none are declared.
    names: [&'static str; 3],
    pull_request: &'static str,
    /// Title of the issue that reminds.
    reminder: &'static str,
    late: &'static str,
    /// Name of a link to what moves: GitLab takes letters, digits, `_`, `-` and blanks.
    moves: &'static str,
}

const ENGLISH: Texts = Texts {
    settings: include_str!("english/okr.yaml"),
    objective: include_str!("english/objective.md"),
    name: "first-week",
    names: ["product", "ana", "bo"],
    pull_request: include_str!("english/pull-request.md"),
    reminder: "Check-ins that are due",
    late: "{n} days late",
    moves: "What moves and the site",
};

const FRENCH: Texts = Texts {
    settings: include_str!("french/okr.yaml"),
    objective: include_str!("french/objective.md"),
    name: "premiere-semaine",
    names: ["produit", "ana", "bo"],
    pull_request: include_str!("french/pull-request.md"),
    reminder: "Points attendus",
    late: "{n} jours de retard",
    moves: "Ce qui bouge et le site",
};

fn texts(language: Language) -> &'static Texts {
    match language {
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
    }
}

/// The team and the two owners of the example, where none are declared.
pub(super) fn names(language: Language) -> [&'static str; 3] {
    texts(language).names
}

/// Where the example is, from the root of the OKRs.
pub(super) fn example(setting: &Setting) -> String {
    let name = texts(setting.language).name;
    format!("objectives/{}/{}/{name}.md", setting.period, setting.team)
}

/// Every file, in the order in which it is written.
pub(super) fn all(setting: &Setting) -> Vec<NewFile> {
    let texts = texts(setting.language);
    let file = |place, path: &str, text: &str| NewFile {
        place,
        path: path.to_owned(),
        text: filled(text, setting),
    };
    let root = |path: &str, text: &str| file(Place::Root, path, text);
    let top = |path: &str, text: &str| file(Place::Top, path, text);
    let mut files = vec![root("okr.yaml", texts.settings)];
    if !setting.is_begun {
        files.push(root(&example(setting), texts.objective));
    }
    files.extend(BOTH.map(|(path, text)| root(path, text)));
    match setting.forge {
        Forge::Github => {
            files.extend(GITHUB.map(|(path, text)| top(path, text)));
            files.push(top(".github/pull_request_template.md", texts.pull_request));
            files.push(top(".github/CODEOWNERS", &setting.code_owners));
        }
        Forge::Gitlab => {
            files.extend(GITLAB.map(|(path, text)| top(path, text)));
            files.push(top(
                ".gitlab/merge_request_templates/Default.md",
                texts.pull_request,
            ));
            files.push(top(".gitlab/CODEOWNERS", &setting.code_owners));
        }
    }
    files
}

/// With its words put in.
fn filled(text: &str, setting: &Setting) -> String {
    let texts = texts(setting.language);
    let folder = match setting.prefix.trim_end_matches('/') {
        "" => ".",
        folder => folder,
    };
    let repository = match &setting.repository {
        Some(address) => format!("repository: {address}"),
        None => "# repository: https://github.com/acme/okrs".to_owned(),
    };
    let today = setting.today.to_string();
    let action = action();
    let words = [
        ("@ACTION@", &*action),
        ("@DIR@", folder),
        ("@FIRST@", &setting.owners[0]),
        ("@LATE@", texts.late),
        ("@MOVES@", texts.moves),
        ("@OKR@", env!("CARGO_PKG_REPOSITORY")),
        ("@PERIOD@", &setting.period),
        ("@REMINDER@", texts.reminder),
        ("@REPOSITORY@", &repository),
        ("@SECOND@", &setting.owners[1]),
        ("@TEAM@", &setting.team),
        ("@TODAY@", &today),
        ("@VERSION@", env!("CARGO_PKG_VERSION")),
    ];
    let mut text = text.to_owned();
    for (word, meaning) in words {
        text = text.replace(word, meaning);
    }
    text
}

/// This program as an action: by the commit it was built from where that is known, else by its version.
fn action() -> String {
    let repository = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
    let version = env!("CARGO_PKG_VERSION");
    match option_env!("OKR_COMMIT").filter(|commit| commit.len() == 40) {
        Some(commit) => format!("{repository}@{commit} # v{version}"),
        None => format!("{repository}@v{version}"),
    }
}
