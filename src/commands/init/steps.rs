//! What is left to do when the files are there: the commands, exactly, and what to think of before.

use std::io::Read;
use std::path::Path;

use super::{Forge, Setting, files};
use crate::diagnostic::Message;
use crate::disk::Root;
use crate::msg;
use crate::report::show;
use crate::system::with_slashes;

/// As a text for the terminal. `folder` is the one that was named, `kept` what was there before.
pub(super) fn left_to_do(setting: &Setting, folder: &Path, root: &Root, kept: &[String]) -> String {
    let say = |message: Message| setting.language.say(&message);
    let mut commands: Vec<String> = Vec::new();
    if folder != Path::new(".") {
        commands.push(format!("cd {}", quoted(&with_slashes(folder))));
    }
    if root.top() == root.path() && root.path().join(".git").symlink_metadata().is_err() {
        commands.push("git init -b main".to_owned());
    }
    commands.push("git add -A".to_owned());
    commands.push(format!("git commit -m \"{}\"", say(msg!("Begin our OKRs"))));
    let (create, publish) = match setting.forge {
        Forge::Github => (
            "gh repo create --private --source=. --push",
            [
                "gh api --method POST 'repos/{owner}/{repo}/pages' -f build_type=workflow",
                "gh workflow run okr-site.yml",
            ],
        ),
        Forge::Gitlab => (
            "git remote add origin git@gitlab.com:NAMESPACE/okrs.git",
            [
                "glab schedule create --ref main --cron '17 3 * * *' --description 'OKR site'",
                "glab schedule create --ref main --cron '41 6 * * 1' --description 'OKR reminder' --variable OKR_REMIND:1",
            ],
        ),
    };
    if setting.repository.is_none() {
        commands.push(create.to_owned());
    }
    if setting.repository.is_some() || setting.forge == Forge::Gitlab {
        commands.push("git push --set-upstream origin HEAD".to_owned());
    }
    commands.extend(publish.map(str::to_owned));

    let mut text = format!("\n{}\n\n", say(msg!("What is left to do:")));
    for command in commands {
        text += &format!("  {}\n", show(&command));
    }
    let mut remarks = match setting.forge {
        Forge::Github => vec![
            msg!(
                "Instead of `gh api …`: on GitHub, Settings, Pages, Build and deployment, Source: GitHub Actions."
            ),
            msg!(
                "A Pages site may be public although the repository is private: look at Settings, Pages before you publish what others must not read."
            ),
            msg!("Comments on pull requests begin once these files are on the default branch."),
        ],
        Forge::Gitlab => vec![
            msg!("Instead of `glab …`: on GitLab, Build, Pipeline schedules."),
            msg!(
                "A Pages site may be public although the project is private: look at Settings, General, Visibility before you publish what others must not read."
            ),
            msg!(
                "The reminder writes an issue with the token of the variable `OKR_TOKEN`: a project access token with the scope `api`, masked and protected."
            ),
        ],
    };
    if setting.forge == Forge::Github && setting.repository.is_none() {
        remarks.insert(
            0,
            msg!(
                "Instead of `gh repo create …`: make an empty repository on GitHub, then `git remote add origin ADDRESS` and `git push --set-upstream origin HEAD`."
            ),
        );
    }
    if kept.iter().any(|path| path == files::PIPELINES) {
        remarks.insert(
            0,
            msg!(
                "{file} was there: add `- local: {ours}` to its `include:`",
                file = files::PIPELINES,
                ours = files::PIPELINE
            ),
        );
    }
    if !ignores_the_site(root) {
        remarks.push(msg!(".gitignore was there: add a line `_site/`"));
    }
    text.push('\n');
    for remark in remarks {
        text += &format!("{}\n", say(remark));
    }
    text
}

fn ignores_the_site(root: &Root) -> bool {
    let mut text = String::new();
    if let Ok(Some(file)) = root.file(".gitignore") {
        // One that is no text says nothing of the site.
        let _ = file.take(1 << 20).read_to_string(&mut text);
    }
    text.lines()
        .any(|line| matches!(line.trim(), "_site" | "_site/" | "/_site" | "/_site/"))
}

/// For a shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
    match text.chars().all(is_plain) && !text.starts_with('-') {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_one_word_of_a_shell() {
        assert_eq!(quoted("our/okrs"), "our/okrs");
        assert_eq!(quoted("our okrs"), "'our okrs'");
        assert_eq!(quoted("it's $(x)"), "'it'\\''s $(x)'");
    }
}
